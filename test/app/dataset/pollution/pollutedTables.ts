// One clean table of 84 rows and nine columns, and its polluted copies, each with the truth about it: the pollutions of Vitagliano,
// Hameed, Jiang, Reisener, Wu and Naumann, "Pollock: A Data Loading Benchmark" (2023), over a table of our own.

export interface PollutedTable {
  /** The kind of pollution and where, e.g. `row_extra_quote_12_3`. */
  name: string;
  content: string;
  /** Empty without a header. */
  header: string[];
  rows: string[][];
}

export const rowCount = 84;
export const header = [
  'DATE',
  'TIME',
  'Qty',
  'PRODUCTID',
  'Price',
  'ProductType',
  'ProductDescription',
  'URL',
  'Comments',
];

interface Style {
  delimiter: string;
  quote: string;
  /** What is written for a quote inside a quoted cell. */
  escaped: string;
  lineEnd: string;
}

const usual: Style = { delimiter: ',', quote: '"', escaped: '""', lineEnd: '\r\n' };

const types = ['Tools', 'Garden', 'Kitchen', 'Office Supplies'];
const things = ['Hammer', 'Rake', 'Mixing bowl', 'Stapler', 'Saw', 'Hose', 'Pan'];

/** No chance in it: the same table every time. */
export function cleanRows(): string[][] {
  return Array.from({ length: rowCount }, (_, i) => {
    const thing = things[i % things.length]!;
    const day = String((i % 28) + 1).padStart(2, '0');
    const description =
      i % 5 === 0 ? `${thing}, ${10 + (i % 9)} cm "classic", steel` : i % 3 === 0 ? `${thing}, plain` : thing;
    return [
      `${day}/0${(i % 9) + 1}/2021`,
      `${(i % 12) + 1}:${String((i * 7) % 60).padStart(2, '0')} ${i % 2 === 0 ? 'AM' : 'PM'}`,
      String(1 + ((i * 13) % 40)),
      String(10_000 + i * 37),
      (((i * 991) % 9_000) / 100 + 1).toFixed(2),
      types[i % types.length]!,
      description,
      `https://shop.example/item?id=${i}&ref=a_${i % 4}`,
      i % 4 === 0 ? '' : i % 7 === 0 ? 'late, damaged; returned' : `ok ${i}`,
    ];
  });
}

function cell(text: string, { delimiter, quote, escaped }: Style): string {
  const needed = text.includes(delimiter.trim() || delimiter) || text.includes(quote) || text.includes(' ');
  return needed ? `${quote}${text.replaceAll(quote, () => escaped)}${quote}` : text;
}

function line(fields: string[], style: Style): string {
  return fields.map((text) => cell(text, style)).join(style.delimiter);
}

function written(rows: string[][], style: Style): string {
  return rows.map((fields) => line(fields, style) + style.lineEnd).join('');
}

function styled(name: string, change: Partial<Style>): PollutedTable {
  const style = { ...usual, ...change };
  const rows = cleanRows();
  return { name, content: written([header, ...rows], style), header, rows };
}

function filePollutions(): PollutedTable[] {
  const rows = cleanRows();
  const all = [header, ...rows];
  const clean = written(all, usual);
  const plain = { header, rows };
  const second = (columns: (fields: string[]) => string[]) =>
    [header, ...rows.slice(0, 9)].map((fields) => columns(fields));
  const tables = (name: string, columns: (fields: string[]) => string[]): PollutedTable => {
    const more = second(columns);
    const padded = more.map((fields) =>
      Array.from({ length: Math.max(9, fields.length) }, (_, i) => fields[i] ?? ''),
    );
    return { name, content: clean + written(more, usual), header, rows: [...rows, ...padded] };
  };
  const joined = (count: number) => header.map((name) => Array(count).fill(name).join(' '));
  const headers = (count: number): PollutedTable => ({
    name: `file_header_multirow_${count}`,
    content: written([...Array(count).fill(header), ...rows], usual),
    header: joined(count),
    rows,
  });
  return [
    { name: 'source', content: clean, ...plain },
    { name: 'file_no_payload', content: '', header: [], rows: [] },
    { name: 'file_no_trailing_newline', content: clean.slice(0, -2), ...plain },
    { name: 'file_double_trailing_newline', content: `${clean}\r\n`, ...plain },
    { name: 'file_no_header', content: written(rows, usual), header: [], rows },
    headers(2),
    headers(3),
    { name: 'file_header_only', content: written([header], usual), header, rows: [] },
    { name: 'file_one_data_row', content: written(all.slice(0, 2), usual), header, rows: rows.slice(0, 1) },
    { name: 'file_preamble', content: `Sales of the year\r\n\r\n${clean}`, ...plain },
    tables('file_multitable_less', (fields) => fields.slice(0, 6)),
    tables('file_multitable_same', (fields) => fields),
    tables('file_multitable_more', (fields) => [...fields, 'x', 'y']),
    styled('file_field_delimiter_0x20', { delimiter: ' ' }),
    styled('file_field_delimiter_0x2c_0x20', { delimiter: ', ' }),
    styled('file_field_delimiter_0x3b', { delimiter: ';' }),
    styled('file_field_delimiter_0x9', { delimiter: '\t' }),
    styled('file_quotation_char_0x27', { quote: "'", escaped: "''" }),
    styled('file_escape_char_0x5c', { escaped: '\\"' }),
    styled('file_escape_char_0x0', { escaped: '"' }),
    styled('file_record_delimiter_0xa', { lineEnd: '\n' }),
    styled('file_record_delimiter_0xd', { lineEnd: '\r' }),
  ];
}

/** The table with one line (0 is the header's) written otherwise, and the cells that it has then. */
function withLine(name: string, at: number, text: string, fields: string[]): PollutedTable {
  const all = [header, ...cleanRows()];
  const content = all.map((row, i) => (i === at ? text : line(row, usual)) + usual.lineEnd).join('');
  const truth = all.with(at, fields);
  return { name, content, header: truth[0]!, rows: truth.slice(1) };
}

function rowPollutions(at: number): PollutedTable[] {
  const fields = [header, ...cleanRows()][at]!;
  const cells = fields.map((text) => cell(text, usual));
  const polluted: PollutedTable[] = [];
  for (let column = 0; column < cells.length; column++) {
    const more = [...cells.slice(0, column), '', ...cells.slice(column)].join(',');
    polluted.push(
      withLine(`row_more_sep_${at}_${column}`, at, more, [
        ...fields.slice(0, column),
        '',
        ...fields.slice(column),
      ]),
    );
    const original = cells[column]!;
    const quoted = original.startsWith('"') ? `""${original.slice(1)}` : `"${original}`;
    polluted.push(
      withLine(
        `row_extra_quote_${at}_${column}`,
        at,
        cells.with(column, quoted).join(','),
        fields.with(column, `"${fields[column]}`),
      ),
    );
    if (column === 0) continue;
    const joined = [
      ...cells.slice(0, column - 1),
      cells[column - 1]! + cells[column]!,
      ...cells.slice(column + 1),
    ];
    const both =
      fields[column - 1]! +
      (cells[column - 1]!.endsWith('"') && cells[column]!.startsWith('"') ? '"' : '') +
      fields[column]!;
    const merged = [...fields.slice(0, column - 1), both, ...fields.slice(column + 1), ''];
    polluted.push(
      withLine(`row_less_sep_${at}_${column}`, at, joined.join(','), at === 0 ? merged.slice(0, -1) : merged),
    );
  }
  polluted.push(withLine(`row_field_delimiter_${at}`, at, cells.join(' '), fields));
  return polluted;
}

/** 0 is the header's. */
export const everyLine = Array.from({ length: rowCount + 1 }, (_, i) => i);

/** Every file pollution, and those of these lines; 2,311 of every line. */
export function pollutedTables(lines: readonly number[]): PollutedTable[] {
  return [...filePollutions(), ...lines.flatMap(rowPollutions)];
}
