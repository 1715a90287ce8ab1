// What a person is asked at a terminal when a run could not be saved, and what their answers do. The backend is a double.
import { expect, it, vi } from 'vitest';
import type { Run } from '../../../../../app/contract/run/training.ts';
import type { Client } from '../../../../../app/hosts/cli/inProcess.ts';
import { Output } from '../../../../../app/hosts/cli/output/output.ts';
import { saveAgain } from '../../../../../app/hosts/cli/verbs/training/saveAgain.ts';

const run = { id: 'r', notSaved: { message: 'The disk is full.' }, unsaved: true } as Run;
const saved = { id: 'r', notSaved: null, unsaved: false } as Run;

/** A backend that can write only to `writable`. */
function backend(...writable: (string | undefined)[]) {
  const calls: unknown[] = [];
  const client = {
    training: {
      save: async ({ out }: { out?: string }) => {
        calls.push(out ?? 'its folder');
        if (!writable.includes(out)) throw new Error(`${out ?? 'Its folder'} is full.`);
      },
      discard: async () => calls.push('discarded'),
    },
    workspace: {
      watch: async function* () {
        yield { run: saved };
      },
    },
  } as unknown as Client;
  return { client, calls };
}

const asked = (...answers: (string | null)[]) => {
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question.split('\n')[0]!);
    return answers[questions.length - 1] ?? null;
  };
  return { ask, questions };
};
const output = new Output(true);

it('Enter saves again, and a name saves in that folder', async () => {
  const { client, calls } = backend('other');
  const { ask, questions } = asked('', 'full', 'other');
  expect(await saveAgain(client, run, output, { ask })).toBe(saved);
  expect(calls).toEqual(['its folder', 'full', 'other']);
  expect(questions).toEqual(
    ['The disk is full.', 'Its folder is full.', 'full is full.'].map(
      (reason) => `The weights are only in memory: ${reason}`,
    ),
  );
});

it.each([['q'], [null]])('the answer %s gives the weights up', async (answer) => {
  const { client, calls } = backend();
  await expect(saveAgain(client, run, output, { ask: asked(answer).ask })).rejects.toMatchObject({
    code: 'run_not_saved',
    message: expect.stringContaining('are lost: The disk is full.'),
  });
  expect(calls).toEqual(['discarded']);
});

it('--fallback comes first and is told; a person is asked only where it fails, too', async () => {
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const good = backend('there');
  expect(await saveAgain(good.client, run, output, { fallback: 'there', ask: null })).toBe(saved);
  expect(good.calls).toEqual(['there']);
  const bad = backend(undefined);
  const { ask, questions } = asked('');
  await saveAgain(bad.client, run, output, { fallback: 'there', ask });
  expect(bad.calls).toEqual(['there', 'its folder']);
  expect(questions).toEqual(['The weights are only in memory: there is full.']);
  expect(said.mock.calls[0]![0]).toMatch(/^\{"type":"note","message":"The weights could not be saved: /);
  said.mockRestore();
});
