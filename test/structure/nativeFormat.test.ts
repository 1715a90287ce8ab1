// The C++ is formatted as `npm run format` would: one style, by a tool.
import { expect, test } from 'vitest';
import { formattedNative, nativeFiles } from '../../scripts/formatNative.js';

test('every C++ file is formatted', () => {
  const files = nativeFiles();
  expect(files.length).toBeGreaterThan(40);
  const left = files.filter((file) => {
    const { now, formatted } = formattedNative(file);
    return now !== formatted;
  });
  expect(left, 'run "npm run format"').toEqual([]);
});
