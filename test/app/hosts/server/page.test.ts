// The page's files: as they were when the server started, unless it is told that they are being built.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startServer } from '../../../../app/hosts/server/serve.ts';
import { startTestServer, type TestServer } from './testServer.ts';

let server: TestServer;
afterEach(() => server?.close());

it.each([
  [false, 'page'],
  [true, 'later'],
])('a build beside a running server is served with rereadPage %s: %s', async (rereadPage, title) => {
  server = await startTestServer({ rereadPage });
  await writeFile(join(server.home, 'page', 'index.html'), '<!doctype html><title>later</title>');
  const { body } = await server.request('GET', '/', { cookie: server.cookie });
  expect(body).toContain(title);
});

it('a page that was not built is refused in a sentence', async () => {
  const starting = startServer({ home: '/nowhere', page: '/nowhere', open: false, log: () => {} });
  await expect(starting).rejects.toMatchObject({
    name: 'AppError',
    message: 'The page is not built in /nowhere: run "npm run build" first.',
  });
});
