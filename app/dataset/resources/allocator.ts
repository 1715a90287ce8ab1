// What the allocator of DuckDB (its builds for Linux bring jemalloc along) is told before it is loaded. Left alone it keeps whatever was
// freed within the last second, which while a file is read is most of the file.

process.env.DUCKDB_JE_MALLOC_CONF ??= 'dirty_decay_ms:0,muzzy_decay_ms:0';
