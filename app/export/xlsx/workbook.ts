// The small part of the .xlsx format (ECMA-376) that a model needs: sheets of numbers, texts and formulas, a bold header that stays in view,
// marked cells to write into, and lists to choose from. Texts are inline, so that none can be taken for a formula. No values are kept for
// formulas: the program that opens the file computes them.
import { zipSync } from 'fflate';

export type Cell = number | string | { formula: string } | null;

export interface Sheet {
  name: string;
  rows: readonly (readonly Cell[])[];
  /** Cells to write into: the first columns of all rows but the first. */
  inputs?: number;
  /** A list to choose from, for a column from 0; other texts can be written too. */
  lists?: readonly { column: number; range: string }[];
}

/** Columns and rows that a sheet can have. */
export const sheetLimits = { columns: 16_384, rows: 1_048_576 } as const;

/** `A`, `B`, ..., `AA`. @param column from 0 */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : `${columnName(Math.floor(column / 26) - 1)}${letter}`;
}

const styles = { plain: 0, header: 1, input: 2 } as const;

export function encodeWorkbook(sheets: readonly Sheet[]): Uint8Array {
  const ids = sheets.map((_, i) => i + 1);
  const parts: Record<string, string> = {
    '[Content_Types].xml': contentTypes(ids),
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': workbookXml(sheets),
    'xl/_rels/workbook.xml.rels': relationships([
      ...ids.map((id): [string, string] => ['worksheet', `worksheets/sheet${id}.xml`]),
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': stylesXml,
  };
  for (const [i, sheet] of sheets.entries()) parts[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(sheet);
  const files = Object.fromEntries(
    Object.entries(parts).map(([name, text]) => [name, new TextEncoder().encode(text)]),
  );
  // The same bytes for the same model: the first date that a zip can hold.
  return zipSync(files, { mtime: new Date(1980, 0, 1) });
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function contentTypes(ids: readonly number[]): string {
  const sheets = ids.map(
    (id) => `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${sheetType}.worksheet+xml"/>`,
  );
  return `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/>${sheets.join('')}</Types>`;
}

function relationships(targets: readonly [kind: string, target: string][]): string {
  const listed = targets.map(
    ([kind, target], i) => `<Relationship Id="rId${i + 1}" Type="${office}/${kind}" Target="${target}"/>`,
  );
  return `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${listed.join('')}</Relationships>`;
}

function workbookXml(sheets: readonly Sheet[]): string {
  const listed = sheets.map(
    ({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  return `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${listed.join('')}</sheets><calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>`;
}

const stylesXml = `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFF6D6"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" fillId="2" applyFill="1"/></cellXfs></styleSheet>`;

function sheetXml({ rows, inputs = 0, lists = [] }: Sheet): string {
  const lines = rows.map((cells, r) => {
    const style = (c: number) => (r === 0 ? styles.header : c < inputs ? styles.input : styles.plain);
    return `<row r="${r + 1}">${cells.map((cell, c) => cellXml(cell, `${columnName(c)}${r + 1}`, style(c))).join('')}</row>`;
  });
  const validations = lists.map(
    ({ column, range }) =>
      `<dataValidation type="list" allowBlank="1" sqref="${columnName(column)}2:${columnName(column)}${rows.length}"><formula1>${escaped(range)}</formula1></dataValidation>`,
  );
  const choices =
    lists.length === 0
      ? ''
      : `<dataValidations count="${lists.length}">${validations.join('')}</dataValidations>`;
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  return `${head}<worksheet xmlns="${main}">${view}<sheetData>${lines.join('')}</sheetData>${choices}</worksheet>`;
}

function cellXml(cell: Cell, address: string, style: number): string {
  const at = style === 0 ? `r="${address}"` : `r="${address}" s="${style}"`;
  if (cell === null || cell === '') return style === styles.input ? `<c ${at}/>` : '';
  if (typeof cell === 'number') return `<c ${at}><v>${cell}</v></c>`;
  if (typeof cell === 'string')
    return `<c ${at} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  return `<c ${at}><f>${escaped(cell.formula)}</f></c>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML cannot hold is written as `_xHHHH_` (ECMA-376, ST_Xstring), and so is a `_` that would look like one. */
export function escaped(text: string): string {
  const hex = (letter: string) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
  return (
    text
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to escape
      .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, hex)
      .replace(/[&<>"]/g, (letter) => entities[letter]!)
  );
}
