// A real server in a temporary home, with a tiny page and the stub backend, and requests as a browser would send them.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../../../app/hosts/server/serve.ts';
import { bundled } from './bundled.ts';

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface TestServer {
  url: string;
  port: number;
  origin: string;
  cookie: string;
  home: string;
  lines: string[];
  /** What the backend's processes wrote down about themselves. */
  journal(): Promise<Record<string, unknown>[]>;
  /** Sends exactly these headers (and Host, unless given). */
  request(
    method: string,
    path: string,
    headers?: Record<string, string>,
    body?: string | Buffer,
  ): Promise<Answer>;
  /** Ends the server; the home folder stays. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

let script: Promise<string> | undefined;
export function stubScript(): Promise<string> {
  script ??= bundled(new URL('./stubBackend.ts', import.meta.url));
  return script;
}

export async function startTestServer(
  options: { port?: number; rereadPage?: boolean } = {},
): Promise<TestServer> {
  const home = await mkdtemp(join(tmpdir(), 'chainrule-server-'));
  const page = join(home, 'page');
  await mkdir(join(page, 'assets'), { recursive: true });
  await writeFile(join(page, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(page, 'assets', 'index-1.js'), 'export {}');
  await writeFile(join(home, 'secret.txt'), 'secret');
  const journalFile = join(home, 'journal');
  process.env.STUB_JOURNAL = journalFile;
  const lines: string[] = [];
  const running = await startServer({
    ...options,
    home,
    page,
    backend: await stubScript(),
    open: false,
    log: (line) => lines.push(line),
  });
  const { port, search } = new URL(running.url);
  const request = (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string | Buffer,
  ) => send(Number(port), method, path, headers, body);
  const entry = await request('GET', `/${search}`);
  const cookie = entry.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  return {
    url: running.url,
    port: Number(port),
    origin: `http://127.0.0.1:${port}`,
    cookie,
    home,
    lines,
    request,
    journal: async () => {
      const text = await readFile(journalFile, 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    },
    stop: running.close,
    close: async () => {
      await running.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function send(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string | Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port, method, path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
