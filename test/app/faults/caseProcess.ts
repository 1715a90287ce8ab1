// A process of its own for the tests with faults, which takes one case after another. Each line on stdin is a CaseOrder; each line on stdout
// is one thing that was told as done, or refused with an error's code, or found wrong. The last one of a case is `ended`, on stderr too.
import { mkdirSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ORPCError } from '@orpc/client';
import { AppError } from '../../../app/contract/issues/errors.ts';
import { loadEngine } from '../../../app/engine/load.ts';
import { exitCodes, reportFailure } from '../../../app/hosts/cli/output/failure.ts';
import { buildProgram } from '../../../app/hosts/cli/program.ts';
import { createBackend } from '../../../app/workspace/backend.ts';
import { checkRunsWhole, type Promised } from './afterwards.ts';
import { doStage, type Given, type Stage, type Tell } from './stages.ts';

export type CaseOrder =
  | { order: 'stage'; stage: Stage; home: string; given: Given; plan?: string }
  /** A verb of the terminal, as main.ts runs it, but for signals and the end of the process. */
  | { order: 'verb'; args: string[]; home: string; plan: string }
  | { order: 'check'; home: string; promised: Promised };

const engine = loadEngine();
const tell: Tell = (what, value) => writeSync(1, `${JSON.stringify({ what, value })}\n`);

function tellRefusal(error: unknown): void {
  if (error instanceof ORPCError && error.code === 'APP_ERROR')
    tell('refused', { code: error.data.code, message: error.message });
  // A home that cannot be owned is refused before anything begins, as every host says it.
  else if (error instanceof AppError) tell('refused', { code: error.code, message: error.message });
  else throw error;
}

async function stage({ stage, home, given, plan }: CaseOrder & { order: 'stage' }): Promise<void> {
  if (plan !== undefined) mkdirSync(`/fault-plan/${plan}`);
  const options = { home, engine, allowPaths: true, restore: true };
  const backend = await createBackend(options).catch(tellRefusal);
  if (!backend) return;
  await doStage(stage, backend, given, tell).catch(tellRefusal);
  await backend.dispose();
}

async function verb({ args, home, plan }: CaseOrder & { order: 'verb' }): Promise<void> {
  process.env.CHAINRULE_HOME = home;
  mkdirSync(`/fault-plan/${plan}`);
  let code: number = exitCodes.done;
  try {
    const program = buildProgram({
      exit: (wanted) => {
        code = wanted;
      },
    });
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    code = await reportFailure(error, args.includes('--json'));
  }
  tell('exited', code);
}

async function check({ home, promised }: CaseOrder & { order: 'check' }): Promise<void> {
  try {
    tell('checked', await checkRunsWhole(home, promised));
  } catch (error) {
    tell('wrong', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as CaseOrder;
  if (order.order === 'stage') await stage(order);
  else if (order.order === 'verb') await verb(order);
  else await check(order);
  tell('ended', null);
  writeSync(2, '\u0004\n');
}
process.exit(0);
