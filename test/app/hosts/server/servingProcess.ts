// What `chainrule serve` does, with a page and a backend of the test: HOME BACKEND-SCRIPT.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../../../app/hosts/server/serve.ts';

const [home = '', backend = ''] = process.argv.slice(2);
const page = await mkdtemp(join(tmpdir(), 'chainrule-page-'));
await writeFile(join(page, 'index.html'), '<title>Chainrule</title>');
const server = await startServer({ home, page, backend, open: false, log: console.log });
await server.unable;
await server.close();
await rm(page, { recursive: true });
process.exit(1);
