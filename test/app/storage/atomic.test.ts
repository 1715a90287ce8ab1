// What becomes of an error while a file is written.
import { expect, it } from 'vitest';
import { AppError } from '../../../app/contract/issues/errors.ts';
import { writeFailure } from '../../../app/storage/atomic.ts';

const systemError = (code: string) => Object.assign(new Error(`${code}: refused`), { code });

it.each([
  [
    'ENOSPC',
    'disk_full',
    'There is no space left to write /a/run.json: free some, or choose a folder on another disk.',
  ],
  ['EACCES', 'disk_write_failed', '/a/run.json could not be written: permission was denied.'],
  ['EBUSY', 'disk_write_failed', '/a/run.json could not be written: EBUSY: refused.'],
])('the system says %s: %s', (code, expected, sentence) => {
  expect(writeFailure('/a/run.json', systemError(code))).toMatchObject({ code: expected, message: sentence });
});

it.each([
  ['a bug', new TypeError('bytes is undefined')],
  ['a call of Node with something that it does not take', systemError('ERR_INVALID_ARG_TYPE')],
  ['a failure that has its sentence', new AppError('disk_full', 'The disk is full.', { path: '/a' })],
])('%s stays what it is', (_, error) => {
  expect(writeFailure('/a/run.json', error)).toBe(error);
});
