// CHAINRULE_ISA chooses the kernels, once per process, when the engine is first asked for anything. This file has a process of
// its own: it is first refused, and then stays on the plain kernels.
import { expect, test } from 'vitest';
import { AppError } from '../../../../app/contract/issues/errors.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { classifier } from '../harness/config.ts';
import { fingerprint } from '../harness/fingerprint.ts';
import { train } from '../harness/run.ts';
import { recorded } from './fingerprints.ts';

test('an instruction set that the CPU lacks is refused with those that it has', () => {
  process.env.CHAINRULE_ISA = process.arch === 'arm64' ? 'avx2' : 'neon';
  try {
    loadEngine();
    expect.fail('it was not refused');
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).code).toBe('isa_unsupported');
    expect((error as AppError).message).toMatch(
      /^CHAINRULE_ISA is "(neon|avx2)", which this CPU does not have: use one of scalar.*, or leave it unset\.$/,
    );
  }
});

test('the plain kernels give the same bits as all others', async () => {
  process.env.CHAINRULE_ISA = 'scalar';
  expect(loadEngine().info().isa).toBe('scalar');
  const { run } = await train(classifier());
  expect(fingerprint(run.weights('best'))).toBe(recorded.small);
});
