// Opens the server's port, only on 127.0.0.1.
import type { Server } from 'node:http';
import { AppError } from '../../contract/issues/errors.ts';

const address = '127.0.0.1';
/** Ports tried from the chosen one upwards. */
const attempts = 20;

/** Without `port` the system chooses one. Throws option_invalid if no port is available. */
export async function listen(server: Server, port = 0): Promise<void> {
  const last = port === 0 ? 0 : Math.min(port + attempts - 1, 65_535);
  for (let candidate = port; ; candidate++) {
    const failure = await tryPort(server, candidate);
    if (failure === null) return;
    if (failure.code === 'EADDRINUSE' && candidate < last) continue;
    throw new AppError(
      'option_invalid',
      `Port ${port} cannot be opened on this machine (${failure.message}). Choose another one with --port, or none for any free one.`,
      { option: '--port', expected: 'a free port', found: port },
      { cause: failure },
    );
  }
}

function tryPort(server: Server, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const settle = (failure: NodeJS.ErrnoException | null) => {
      server.off('error', settle);
      server.off('listening', listening);
      resolve(failure);
    };
    const listening = () => settle(null);
    server.on('error', settle);
    server.on('listening', listening);
    server.listen(port, address);
  });
}
