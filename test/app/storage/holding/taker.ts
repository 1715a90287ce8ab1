// A process for hold.test.ts: takes the folder again and again until it is killed or told to end. While it holds the folder it keeps
// its own word in a file there: a second holder would overwrite it. Says on stdout what came of each attempt.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Held, hold } from '../../../../app/storage/holding/hold.ts';

/** `longest`: milliseconds that it holds the folder, at random up to this; `keeps`: until it is killed. */
const [folder = '', longest = '4'] = process.argv.slice(2);
const facts = { pid: process.pid, kind: null, since: new Date().toISOString(), page: null };
const witness = join(folder, 'witness');

for (;;) {
  const outcome = await hold(folder, facts);
  if (!(outcome instanceof Held)) {
    process.stdout.write(`held by ${outcome.facts?.pid ?? 'nobody'}\n`);
    await setTimeout(2 * Math.random());
    continue;
  }
  const word = randomBytes(8).toString('hex');
  writeFileSync(witness, word);
  process.stdout.write('took\n');
  await setTimeout(longest === 'keeps' ? 2 ** 30 : Number(longest) * Math.random());
  if (readFileSync(witness, 'utf8') !== word) process.stdout.write('two held\n');
  await outcome.release();
}
