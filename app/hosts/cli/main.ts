// Entry of the command line: runs one verb and turns its result into an exit code (see failure.ts).
import { exitCodes, reportFailure } from './output/failure.ts';
import { watchInterruptions } from './output/interruption.ts';
import { lastResort, watchLastResort } from './output/lastResort.ts';
import { buildProgram } from './program.ts';

watchLastResort();
watchInterruptions();
const json = process.argv.includes('--json');
let code: number = exitCodes.done;
try {
  const program = buildProgram({
    exit: (wanted) => {
      code = wanted;
    },
  });
  await program.parseAsync(process.argv);
} catch (error) {
  // It loads more of the program, which may be what failed.
  code = await reportFailure(error, json).catch(() => lastResort(error));
}
// What is on its way to a pipe must arrive; what the engine and DuckDB still hold must not keep the process.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(code);
