// The libraries of others that are compiled into DuckDB's own, which its npm packages name nowhere: read in third_party and
// extension/icu of DuckDB's source. To be read again with each new DuckDB: the test of this list says so.

/** The DuckDB for which the list was checked last: names of the parts are searched in its library. */
export const readFor = '1.5.5-r.5';

/**
 * @typedef {object} DuckdbPart
 * @property {string} name
 * @property {string} license SPDX; `texts` has the wording
 * @property {string[]} copyright lines of its source
 * @property {string} trace what a library of DuckDB contains that has this part; empty where the compiler leaves none
 */

/** @type {(name: string, license: string, trace: string, ...copyright: string[]) => DuckdbPart} */
const part = (name, license, trace, ...copyright) => ({ name, license, trace, copyright });

/** @type {readonly DuckdbPart[]} */
export const duckdbParts = [
  part(
    'Apache Arrow nanoarrow',
    'Apache-2.0',
    'duckdb_nanoarrow',
    'Copyright The Apache Software Foundation',
  ),
  part('Apache Arrow ADBC', 'Apache-2.0', 'duckdb_adbc', 'Copyright The Apache Software Foundation'),
  part('Apache Parquet', 'Apache-2.0', 'duckdb_parquet', 'Copyright The Apache Software Foundation'),
  part('Apache Thrift', 'Apache-2.0', 'duckdb_apache', 'Copyright The Apache Software Foundation'),
  part('Brotli', 'MIT', 'duckdb_brotli', 'Copyright (c) 2009, 2010, 2013-2018 by the Brotli Authors.'),
  part(
    'concurrentqueue',
    'BSD-2-Clause',
    'duckdb_moodycamel',
    'Copyright (c) 2013-2016, Cameron Desrochers.',
  ),
  part('cpp-httplib', 'MIT', 'duckdb_httplib', 'Copyright (c) 2023 Yuji Hirose.'),
  part('double-conversion (in ICU)', 'BSD-3-Clause', '', 'Copyright 2010 the V8 project authors.'),
  part('fast_float', 'MIT', 'duckdb_fast_float', 'Copyright (c) 2021 The fast_float authors'),
  part('FastPFor', 'Apache-2.0', 'duckdb_fastpforlib', '(c) Daniel Lemire'),
  part('{fmt}', 'MIT', 'duckdb_fmt', 'Copyright (c) 2012 - present, Victor Zverovich'),
  part('FSST', 'MIT', 'duckdb_fsst', 'Copyright 2018-2020, CWI, TU Munich, FSU Jena'),
  part(
    'HyperLogLog of Redis',
    'BSD-3-Clause',
    'duckdb_hll',
    'Copyright (c) 2006-2015, Salvatore Sanfilippo',
    'Copyright (c) 2015, Oran Agra',
    'Copyright (c) 2015, Redis Labs, Inc',
  ),
  part('ICU', 'Unicode-3.0', 'icu_66', 'Copyright (C) 2016 and later: Unicode, Inc. and others.'),
  part('jaro_winkler', 'MIT', 'duckdb_jaro_winkler', 'Copyright © 2022 Max Bachmann'),
  part(
    'jemalloc (Linux)',
    'BSD-2-Clause',
    '',
    'Copyright (C) 2002-present Jason Evans <jasone@canonware.com>.',
    'Copyright (C) 2007-2012 Mozilla Foundation.',
    'Copyright (C) 2009-present Facebook, Inc.',
  ),
  part('libdivsufsort (in Zstandard)', 'MIT', '', 'Copyright (c) 2003-2008 Yuta Mori'),
  part('libpg_query', 'BSD-3-Clause', 'duckdb_libpgquery', 'Copyright (c) 2015, Lukas Fittl'),
  part(
    "PostgreSQL's parser (in libpg_query)",
    'PostgreSQL',
    '',
    'Portions Copyright (c) 1996-2018, PostgreSQL Global Development Group',
    'Portions Copyright (c) 1994, Regents of the University of California',
  ),
  part('LightweightSemaphore', 'Zlib', '', 'Copyright (c) 2015 Jeff Preshing'),
  part('LZ4', 'BSD-2-Clause', 'duckdb_lz4', 'Copyright (C) 2011-2020, Yann Collet.'),
  part('Mbed TLS', 'Apache-2.0', 'duckdb_mbedtls', 'Copyright The Mbed TLS Contributors'),
  part(
    'miniz',
    'MIT',
    'duckdb_miniz',
    'Copyright 2013-2014 RAD Game Tools and Valve Software',
    'Copyright 2010-2014 Rich Geldreich and Tenacious Software LLC',
    'Copyright 2016 Martin Raiber',
  ),
  part('PCG', 'MIT', '', "Copyright 2014-2019 Melissa O'Neill <oneill@pcg-random.org>"),
  part('pdqsort', 'Zlib', 'duckdb_pdqsort', 'Copyright (c) 2021 Orson Peters'),
  part('RE2', 'BSD-3-Clause', 'duckdb_re2', 'Copyright 2003-2016 The RE2 Authors.'),
  part('ska_sort', 'BSL-1.0', 'duckdb_ska_sort', 'Copyright Malte Skarupke 2016.'),
  part('skiplist', 'MIT', 'duckdb_skiplist', 'Copyright (c) 2015-2023 Paul Ross'),
  part('Snappy', 'BSD-3-Clause', 'duckdb_snappy', 'Copyright 2005-2011 Google Inc.'),
  part('t-digest', 'Apache-2.0', 'duckdb_tdigest', 'Copyright Derrick R. Burns'),
  part(
    'utf8proc',
    'MIT',
    'utf8proc',
    'Copyright (c) 2014-2021 Steven G. Johnson, Jiahao Chen, Peter Colberg, Tony Kelman, Scott P. Jones, and other contributors.',
    'Copyright (c) 2009 Public Software Group e. V., Berlin, Germany',
  ),
  part(
    'vergesort',
    'MIT',
    'duckdb_vergesort',
    'Copyright (c) 2015-2020 Morwenn <morwenn29@hotmail.fr>',
    'Copyright (c) 2015 Orson Peters',
  ),
  part('yyjson', 'MIT', 'duckdb_yyjson', 'Copyright (c) 2020 YaoYuan <ibireme@gmail.com>'),
  part(
    'Zstandard',
    'BSD-3-Clause',
    'duckdb_zstd',
    'Copyright (c) Meta Platforms, Inc. and affiliates.',
    'Copyright (c) 2016 Tino Reichardt',
  ),
];
