// What DuckDB's allocator (its builds for Linux bring jemalloc along) gets as settings before the library is loaded: give freed memory back
// at once. By default it keeps what was freed within the last second, which while a file is read is most of the file.

process.env.DUCKDB_JE_MALLOC_CONF ??= 'dirty_decay_ms:0,muzzy_decay_ms:0';
