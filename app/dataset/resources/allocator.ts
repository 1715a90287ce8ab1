// Settings for DuckDB's memory allocator (jemalloc in its Linux builds), set before the library is loaded: freed memory goes
// back to the system at once. By default jemalloc keeps what was freed within the last second, which is most of a file that is
// being read.

process.env.DUCKDB_JE_MALLOC_CONF ??= 'dirty_decay_ms:0,muzzy_decay_ms:0';
