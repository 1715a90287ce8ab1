// The server in a process of its own, to be killed: HOME BACKEND-SCRIPT.
import { join } from 'node:path';
import { startServer } from '../../../../app/hosts/server/serve.ts';

const [home = '', backend = ''] = process.argv.slice(2);
await startServer({ home, page: join(home, 'page'), backend, open: false, log: console.log });
