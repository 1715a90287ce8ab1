// A file sent by the page: streamed into the home folder, or nothing of it is left.
import { readdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppError } from '../../../../app/contract/issues/errors.ts';
import { receiveInto } from '../../../../app/hosts/server/receiveUpload.ts';
import { uploadPath } from '../../../../app/storage/uploads.ts';
import { startTestServer, type TestServer } from './testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const own = () => ({ cookie: server.cookie, origin: server.origin, 'x-chainrule': '1' });
const kept = () => readdir(join(server.home, 'uploads')).catch(() => []);
const post = (name: string, body: string | Buffer) =>
  server.request('POST', `/upload?name=${encodeURIComponent(name)}`, own(), body);

it('is kept byte for byte under an id that a call takes', async () => {
  const bytes = Buffer.from('a,b\r\n1,\xff\0', 'latin1');
  const { status, body } = await post('표 é.csv', bytes);
  expect(status).toBe(200);
  const { id } = JSON.parse(body);
  const path = await uploadPath(server.home, id);
  expect(path.endsWith('표 é.csv')).toBe(true);
  expect(await readFile(path)).toEqual(bytes);
});

it.each(['../../evil.csv', '..\\evil.csv', '/etc/evil.csv', 'a\0b.csv', 'CON', '', '.', 'x'.repeat(300)])(
  'named %j stays in its own folder',
  async (name) => {
    const { status, body } = await post(name, 'a\n1\n');
    expect(status).toBe(200);
    const path = await uploadPath(server.home, JSON.parse(body).id);
    expect(path.startsWith(join(server.home, 'uploads'))).toBe(true);
    expect(await readFile(path, 'utf8')).toBe('a\n1\n');
  },
);

it('of 128 MB does not pass through memory', async () => {
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  const piece = Buffer.alloc(2 ** 20, 65);
  const source = Readable.from(
    (function* () {
      for (let i = 0; i < 128; i++) {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers);
        yield piece;
      }
    })(),
  );
  const { status, body } = await stream('/upload?name=big.csv', source);
  expect(status).toBe(200);
  expect((await readFile(await uploadPath(server.home, JSON.parse(body).id))).length).toBe(128 * 2 ** 20);
  expect(peak - before).toBeLessThan(80 * 2 ** 20);
});

it('that breaks off leaves nothing', async () => {
  const before = (await kept()).length;
  const request = http.request({
    host: '127.0.0.1',
    port: server.port,
    method: 'POST',
    path: '/upload?name=a.csv',
    headers: { ...own(), 'content-length': '1000000' },
    agent: false,
  });
  request.on('error', () => {});
  request.write(Buffer.alloc(1000));
  while ((await kept()).length === before) await turn();
  request.destroy();
  while ((await kept()).length > before) await turn();
});

it('larger than the free disk is refused by its announced size, in a sentence', async () => {
  const before = (await kept()).length;
  const { status, body } = await stream('/upload?name=huge.csv', Readable.from(['a']), {
    'content-length': String(2 ** 52),
  });
  expect(status).toBe(400);
  const { code, message } = JSON.parse(body);
  expect(code).toBe('disk_full');
  expect(message).toMatch(/^huge\.csv has 4294967296 MB or more; .* has room for \d+ MB\. Make room/);
  expect((await kept()).length).toBe(before);
});

it('into a folder that cannot be written is refused in a sentence', async () => {
  const receive = receiveInto(join(server.home, 'secret.txt'));
  const failure = receive({
    name: 'a.csv',
    bytes: Readable.from(['a']),
    size: 1,
    signal: new AbortController().signal,
  });
  await expect(failure).rejects.toBeInstanceOf(AppError);
  await expect(failure).rejects.toMatchObject({ code: 'disk_write_failed' });
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

function stream(path: string, source: Readable, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: server.port,
        method: 'POST',
        path,
        headers: { ...own(), ...headers },
        agent: false,
      },
      async (response) => {
        let body = '';
        for await (const chunk of response) body += chunk;
        resolve({ status: response.statusCode ?? 0, body });
        request.destroy();
      },
    );
    request.on('error', reject);
    source.on('end', () => 'content-length' in headers || request.end());
    source.pipe(request, { end: false });
  });
}
