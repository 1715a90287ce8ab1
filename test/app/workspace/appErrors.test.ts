import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../app/contract/issues/errors.ts';
import { toContractError } from '../../../app/workspace/appErrors.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('what a call rejects with', () => {
  it('keeps code, sentence and values of a failure', async () => {
    const failure = new AppError('file_empty', 'a.csv is empty.', { file: 'a.csv' });
    expect(await toContractError(failure)).toMatchObject({
      code: 'APP_ERROR',
      message: 'a.csv is empty.',
      data: { code: 'file_empty', values: { file: 'a.csv' } },
    });
  });

  it('is not a bug of ours when the call was cancelled, by whichever library', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    const cancelled = Object.assign(new Error('The call was cancelled.'), { name: 'AbortError' });
    expect(await toContractError(cancelled)).toBe(cancelled);
    expect(said).not.toHaveBeenCalled();
  });

  it('says of a bug that it is one, and keeps the trace for the terminal', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    expect(await toContractError(new TypeError('x is undefined'))).toMatchObject({
      data: { code: 'internal' },
    });
    expect(said).toHaveBeenCalledOnce();
  });
});
