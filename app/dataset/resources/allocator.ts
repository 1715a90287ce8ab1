// Settings for DuckDB's memory allocator (jemalloc in its Linux builds), set before the library is loaded: freed memory is returned to
// the system at once. By default it keeps what was freed within the last second, which while a file is read is most of the file.

process.env.DUCKDB_JE_MALLOC_CONF ??= 'dirty_decay_ms:0,muzzy_decay_ms:0';
