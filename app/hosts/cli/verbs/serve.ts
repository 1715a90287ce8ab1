// `chainrule serve`: the page on loopback until Ctrl-C, or until it turns out that nothing works here, as on a full disk.
import { homeFolder } from '../../../storage/home.ts';
import { exitCodes } from '../output/failure.ts';
import { onInterruption } from '../output/interruption.ts';
import { refuseTightMemory } from '../output/lastResort.ts';

/** Gives the exit code. */
export async function serve(options: { port?: number; open: boolean }): Promise<number> {
  refuseTightMemory();
  const { startServer } = await import('../../server/serve.ts');
  const server = await startServer({
    port: options.port,
    home: homeFolder(),
    open: options.open,
    log: (line) => console.log(line),
  });
  const code = await Promise.race([
    new Promise<number>((resolve) => onInterruption(resolve)),
    server.unable.then(() => exitCodes.failed),
  ]);
  await server.close();
  return code;
}
