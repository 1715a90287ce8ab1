// JSON as tables: what is read is what is written, to the last digit; what is no JSON is text or refused.
import { describe, expect, it } from 'vitest';
import { cellsOf, packed, refused } from './packedTable.ts';

type Cells = (string | null)[][];

const tables: [what: string, json: string, cells: Cells][] = [
  [
    'an array over several lines',
    '[\n  {\n    "a": 1,\n    "b": "x"\n  },\n  {"a": 2, "b": "y"}\n]\n',
    [
      ['a', 'b'],
      ['1', 'x'],
      ['2', 'y'],
    ],
  ],
  [
    'objects one after the other, on lines or not',
    '{"a":1,\n"b":2}{"a":3,"b":4}\n\n{"a":5,"b":6}',
    [
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ],
  ],
  [
    'keys that come later, or in another order',
    '[{"a":1,"b":2},{"c":3,"a":4},{"b":5,"a":6}]',
    [
      ['a', 'b', 'c'],
      ['1', '2', null],
      ['4', null, '3'],
      ['6', '5', null],
    ],
  ],
  [
    'numbers as they are spelled',
    '[{"a":1.50,"b":-0.0,"c":1E+2,"d":12345678901234567890123},{"a":1e-7,"b":0,"c":100,"d":0.1}]',
    [
      ['a', 'b', 'c', 'd'],
      ['1.50', '-0.0', '1E+2', '12345678901234567890123'],
      ['1e-7', '0', '100', '0.1'],
    ],
  ],
  [
    'texts with escapes, quotes, commas, line ends and spaces',
    String.raw`[{"a":"x\"y\\","b":"\uD55C\n글","c":" p, q "},{"a":"\/","b":"\t","c":"{[\"}"}]`,
    [
      ['a', 'b', 'c'],
      ['x"y\\', '한\n글', ' p, q '],
      ['/', '\t', '{["}'],
    ],
  ],
  [
    'nested values as JSON without spaces',
    '[{"a":{ "k" : [1, 2 , {"x y": "a  b\\" ,"}] },"b":[ ]},{"a":{},"b":[ null ]}]',
    [
      ['a', 'b'],
      ['{"k":[1,2,{"x y":"a  b\\" ,"}]}', '[]'],
      ['{}', '[null]'],
    ],
  ],
  [
    'null as missing, true and false as words',
    '[{"a":true,"b":null},{"a":false,"b":"null"},{"a":true,"b":"1"}]',
    [
      ['a', 'b'],
      ['true', null],
      ['false', 'null'],
      ['true', '1'],
    ],
  ],
  [
    'a row of one missing value',
    '[{},{"a":1},{"a":null},{},{"a":""},{"a":2}]',
    [['a'], [null], ['1'], [null], [null], [null], ['2']],
  ],
  [
    'what Python and JavaScript write beyond the standard',
    '[{"a":NaN,"b":[NaN,1,],"c":-Infinity,},{"a":1,"b":[],"c":2},]',
    [
      ['a', 'b', 'c'],
      ['NaN', '[NaN,1,]', '-Infinity'],
      ['1', '[]', '2'],
    ],
  ],
  [
    'the last value of a key that comes twice',
    '[{"a":1,"b":2,"a":3},{"a":4,"b":5}]',
    [
      ['a', 'b'],
      ['3', '2'],
      ['4', '5'],
    ],
  ],
  [
    'a byte-order mark before it',
    '\ufeff[{"a":1,"b":2}]',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'names that objects have by themselves',
    '[{"__proto__":1,"toString":2},{"__proto__":3,"toString":4}]',
    [
      ['__proto__', 'toString'],
      ['1', '2'],
      ['3', '4'],
    ],
  ],
];

const table: Cells = [
  ['a', 'b'],
  ['1', 'x'],
  ['2.50', 'y'],
];
const shapes: [what: string, json: string, cells: Cells][] = [
  ['lists below a list of names', '[["a","b"],[1,"x"],[2.50,"y"]]', table],
  ['lists without names', '[[1,"x"],[2.50,"y"]]', [['column_1', 'column_2'], ...table.slice(1)]],
  [
    'lists of texts whose names are not different',
    '[["x","x"],["y","z"]]',
    [
      ['column_1', 'column_2'],
      ['x', 'x'],
      ['y', 'z'],
    ],
  ],
  [
    'one list of objects beside other values',
    '{"count":2,"data":[{"a":1,"b":"x"},{"a":2.50,"b":"y"}],"next":null}',
    table,
  ],
  ['names and rows apart', '{"columns":["a","b"],"index":[0,1],"data":[[1,"x"],[2.50,"y"]]}', table],
  ['a list for each column', '{"a":[1,2.50],"b":["x","y"]}', table],
  ['an object for each column', '{"a":{"0":1,"1":2.50},"b":{"0":"x","1":"y"}}', table],
  ['an object for each row', '{"0":{"a":1,"b":"x"},"1":{"a":2.50,"b":"y"}}', table],
  [
    'one object that is a record',
    '{"a":1,"b":{"c":2},"d":[1,2],"e":"x"}',
    [
      ['a', 'b', 'd', 'e'],
      ['1', '{"c":2}', '[1,2]', 'x'],
    ],
  ],
];

it.each(shapes)('JSON is read as a table in the shape: %s', async (_what, json, cells) => {
  expect(await cellsOf(await packed(json, 't.json'))).toEqual(cells);
});

describe('JSON', () => {
  it.each(tables)('is read with %s', async (_what, json, cells) => {
    expect(await cellsOf(await packed(json, 'table.json'))).toEqual(cells);
  });

  it('of many keys has as many columns', async () => {
    const object = (value: number) =>
      Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, value + i]));
    const table = await packed(JSON.stringify([object(0), object(1)]), 'table.json');
    expect(table.columns).toHaveLength(300);
    expect((await table.cells(1, 1))[0]?.at(-1)).toBe('300');
  });

  it('is read over the ends of the pieces in which it comes', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => ({
      a: i,
      b: `가"\\${'나'.repeat(i % 30)}`,
      c: [i, '{'],
    }));
    const table = await packed(rows.map((one) => JSON.stringify(one)).join('\n'), 'table.jsonl');
    expect(table.rows).toBe(40_000);
    for (const at of [9_999, 23_456, 39_999])
      expect((await table.cells(at, 1))[0]).toEqual([`${at}`, rows[at]!.b, `[${at},"{"]`]);
  });

  it.each([
    ['that breaks off in a record', '[{"a":1},{"a":', /breaks off in or after record 2/],
    ['that breaks off after a record', '[{"a":1},{"a":2}', /breaks off in or after record 2/],
    ['with a row that is no object', '[{"a":1},5]', /what follows record 1 is no object/],
    ['with text after its end', '[{"a":1}] {"a":2}', /what follows record 1 is no object/],
    ['with a key that is no string', '[{"a":1},{a:2}]', /is no JSON at "a:2}"/],
    ['with a value that is none', '[{"a":1},{"a":01}]', /is no JSON at "01}"/],
    ['with a value without a comma', '[{"a":1},{"a":1 "b":2}]', /is no JSON at ""b":2}"/],
    ['with brackets that do not match', '[{"a":1},{"a":[1}}]', /is no JSON at/],
    ['with a line end in a string', '[{"a":1},{"a":"x\ny"}]', /is no JSON at/],
    ['without any value', '[{},{}]', /its records are empty/],
  ])('%s is refused', async (_what, json, message) => {
    await refused(json, 'table.json', { code: 'csv_unreadable', message: expect.stringMatching(message) });
  });

  it('that is not UTF-8 is refused', async () => {
    const bytes = Buffer.from('[{"a":"\xe9"}]', 'latin1');
    await refused(bytes, 'table.json', {
      code: 'csv_unreadable',
      message: expect.stringMatching(/not in UTF-8/),
    });
  });
});
