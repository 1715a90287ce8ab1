// How a count is shown on a terminal, whose line is rewritten, and in a file or pipe, where only a few lines are wanted.
import { expect, test } from 'vitest';
import { progressBar } from '../../scripts/progressBar.js';

function output(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

/** What a terminal would show: `\r` begins the last line anew. */
const lastLine = (written: string[]) => written.join('').replaceAll('\u001b[K', '').split('\r').at(-1);

test('on a terminal one line is rewritten, and the whole ends it', () => {
  const out = output(true);
  const bar = progressBar(out, 5);
  bar.show(12, 48, '12 of 48 files');
  expect(lastLine(out.written)).toBe('  [######------------------] 12 of 48 files');
  bar.show(24, 48, '24 of 48 files');
  expect(lastLine(out.written)).toBe('  [############------------] 24 of 48 files');
  expect(out.written.join('')).not.toContain('\n');
  bar.show(48, 48, '48 of 48 files');
  expect(lastLine(out.written)).toBe('  [########################] 48 of 48 files\n');
  bar.end();
  expect(out.written.join('').split('\n')).toHaveLength(2);
});

test('on a terminal a bar that never reaches the whole leaves its line when it ends', () => {
  const out = output(true);
  const bar = progressBar(out, 5);
  bar.end();
  expect(out.written).toEqual([]);
  bar.show(3, 48, '3 of 48 files');
  bar.end();
  expect(out.written.at(-1)).toBe('\n');
});

test('elsewhere as many lines are written as were asked for', () => {
  const out = output(false);
  const bar = progressBar(out, 5);
  for (let done = 1; done <= 47; done++) bar.show(done, 47, `${done} of 47 files`);
  bar.end();
  expect(out.written).toEqual([
    '  1 of 47 files\n',
    '  10 of 47 files\n',
    '  19 of 47 files\n',
    '  29 of 47 files\n',
    '  38 of 47 files\n',
    '  47 of 47 files\n',
  ]);
});

test('without a total there is no bar', () => {
  const out = output(true);
  const bar = progressBar(out, 5);
  bar.show(3, null, '3 files');
  expect(lastLine(out.written)).toBe('  3 files');
  bar.show(4, null, '4 files');
  bar.end();
  expect(lastLine(out.written)).toBe('  4 files\n');
});

test('elsewhere, without a total, every tenth is a line', () => {
  const out = output(false);
  const bar = progressBar(out, 5);
  for (let done = 33; done <= 54; done++) bar.show(done, null, `${done} files`);
  bar.end();
  expect(out.written).toEqual(['  33 files\n', '  40 files\n', '  50 files\n']);
});
