// The cells of a workbook that any program may have saved (ECMA-376): texts inline or shared, formulas with or without the values that were
// stored for them, sheets wherever the relationships say. A file may come from anyone: it unpacks to so much and no more, and no name in it is a path.
import { unzipSync } from 'fflate';
import { Parser } from 'saxen';
import { columnIndex } from './formulaTree.ts';
import type { SheetCell } from './spreadsheet.ts';

/** Unpacked. The largest that is written has some 20 MB, and ten times that where a spreadsheet has saved it again. */
const mostBytes = 2 ** 28;
/** Rows and columns that a cell may lie at; the largest sheets that are written have 5,000 lines of 16,384 columns. */
const farthest = { row: 100_000, column: 16_384 };

/** By name, in the order of the workbook. Throws on what is no workbook. */
export function sheetsOf(bytes: Uint8Array): Map<string, SheetCell[][]> {
  let left = mostBytes;
  const parts = unzipSync(bytes, {
    filter: ({ originalSize }) => {
      left -= originalSize;
      if (left < 0) throw new Error('The workbook unpacks to more than a model needs.');
      return true;
    },
  });
  const text = (name: string) => {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined) throw new Error(`The workbook has no part ${name}.`);
    return new TextDecoder().decode(part);
  };
  const targets = targetsOf(text('xl/_rels/workbook.xml.rels'));
  const shared = Object.hasOwn(parts, 'xl/sharedStrings.xml') ? textsOf(text('xl/sharedStrings.xml')) : [];
  const sheets = new Map<string, SheetCell[][]>();
  readXml(text('xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'sheet')
        sheets.set(attributes.name ?? '', cellsOf(text(targets.get(attributes.id ?? '') ?? ''), shared));
    },
  });
  return sheets;
}

/** Part names by the relationship's id. */
function targetsOf(xml: string): Map<string, string> {
  const targets = new Map<string, string>();
  readXml(xml, {
    open(name, { Id = '', Target = '' }) {
      if (name === 'Relationship') targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return targets;
}

/** Texts that cells share; of one in pieces of several fonts all of them, without the way that it is pronounced. */
function textsOf(xml: string): string[] {
  const texts: string[] = [];
  let [inText, aside] = [false, false];
  readXml(xml, {
    open(name) {
      if (name === 'si') texts.push('');
      if (name === 'rPh') aside = true;
      inText = name === 't' && !aside;
    },
    text(piece) {
      if (inText) texts[texts.length - 1] += piece;
    },
    close(name) {
      if (name === 'rPh') aside = false;
      inText = false;
    },
  });
  return texts.map(unescaped);
}

interface ReadCell {
  type: string;
  formula: string | undefined;
  value: string | undefined;
}

function cellsOf(xml: string, shared: readonly string[]): SheetCell[][] {
  const lines: SheetCell[][] = [];
  let cell: ReadCell | null = null;
  let place = { row: 0, column: 0 };
  let element = '';
  readXml(xml, {
    open(name, { r = '', t = 'n' }) {
      element = name;
      if (name === 'c') {
        place = placeOf(r);
        cell = { type: t, formula: undefined, value: undefined };
      } else if (name === 'f' && cell !== null) cell.formula = '';
    },
    text(piece) {
      if (cell === null) return;
      if (element === 'f') cell.formula += piece;
      else if (element === 'v' || element === 't') cell.value = (cell.value ?? '') + piece;
    },
    close(name) {
      element = '';
      if (name !== 'c' || cell === null) return;
      const read = cellOf(cell, shared);
      if (read !== null) {
        lines[place.row] ??= [];
        lines[place.row]![place.column] = read;
      }
      cell = null;
    },
  });
  return lines;
}

/** Null for a cell without content. */
function cellOf({ type, formula, value }: ReadCell, shared: readonly string[]): SheetCell | null {
  const known = readValue(type, value, shared);
  if (formula === undefined) return known === undefined ? null : { value: known };
  return { formula, ...(known !== undefined && { value: known }) };
}

function readValue(type: string, text: string | undefined, shared: readonly string[]): SheetCell['value'] {
  if (text === undefined) return undefined;
  if (type === 's') return shared[Number(text)];
  if (type === 'n') return Number(text);
  // A truth is a number here, an error its name.
  return type === 'b' ? Number(text) : unescaped(text);
}

function placeOf(address: string): { row: number; column: number } {
  const [, letters, digits] = /^([A-Z]{1,3})(\d{1,7})$/.exec(address) ?? [];
  const place = { row: Number(digits) - 1, column: columnIndex(letters ?? '') };
  if (letters === undefined || place.row < 0 || place.row >= farthest.row || place.column >= farthest.column)
    throw new Error(`The workbook has a cell at ${address.slice(0, 20)}.`);
  return place;
}

/** `_xHHHH_` stands for what XML cannot hold. */
const unescaped = (text: string) =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );

interface XmlEvents {
  /** Names without their prefixes. */
  open: (name: string, attributes: Record<string, string>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
}

function readXml(xml: string, { open, text, close }: XmlEvents): void {
  const parser = new Parser();
  parser.on('error', (error) => {
    throw new SyntaxError(error.message);
  });
  parser.on('openTag', (name, attributes, decode) => {
    const known = attributes() || {};
    open(
      local(name),
      Object.fromEntries(Object.entries(known).map(([key, value]) => [local(key), decode(value)])),
    );
  });
  parser.on('text', (piece, decode) => text?.(decode(piece)));
  parser.on('cdata', (piece) => text?.(piece));
  parser.on('closeTag', (name) => close?.(local(name)));
  parser.write(xml);
  parser.end();
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);
