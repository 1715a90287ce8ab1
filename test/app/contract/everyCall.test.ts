import { ORPCError } from '@orpc/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, ConnectionLost } from '../../../renderer/connection/connection.ts';
import { type Procedure, procedures } from './procedures.ts';
import { sampleValue } from './sampleValue.ts';
import { type Happened, type Mode, steering, streamLength } from './stubRouter.ts';
import { overMessageChannel, overWebSocket, type Transport } from './transports.ts';

const calls = procedures.filter(({ name }) => !steering.includes(name));

describe.each([
  ['a MessageChannel', overMessageChannel],
  ['a WebSocket', overWebSocket],
])('over %s', (_name, open: () => Promise<Transport>) => {
  let transport: Transport;
  let page: Connection;
  let observer: Connection;
  const become = (mode: Mode) => observer.client.workspace.dismiss({ notice: mode });
  const happened = async (): Promise<Happened> => JSON.parse((await observer.client.app.info()).version);

  beforeAll(async () => {
    transport = await open();
    observer = transport.page();
  });
  afterAll(async () => {
    observer.close();
    await transport.close();
  });
  beforeEach(() => {
    page = transport.page();
  });
  afterEach(() => page.close());

  it.each(calls)('$name answers what its schema promises', async (procedure) => {
    await become('answer');
    const answers = await collect(await call(page, procedure));
    expect(answers).toHaveLength(procedure.streams ? streamLength : 1);
    for (const answer of answers) {
      expect(procedure.output.safeParse(answer).error).toBeUndefined();
      expect(await comparable(answer)).toEqual(await comparable(sampleValue(procedure.output)));
    }
  });

  it.each(calls)('$name rejects with the code and values of an operation that failed', async (procedure) => {
    await become('fail');
    const failure = await rejection(call(page, procedure).then(collect));
    expect(failure).toBeInstanceOf(ORPCError);
    expect(failure).toMatchObject({
      code: 'APP_ERROR',
      defined: true,
      message: `Refused: ${procedure.name} “é”.`,
      data: { code: 'file_not_found', values: { file: 'a\u2028b.csv', bytes: 3 } },
    });
  });

  it.each(calls.filter(({ input }) => input))('$name refuses an input of another form', async (procedure) => {
    await become('answer');
    for (const input of [undefined, null, 7, 'text', []])
      expect(await rejection(call(page, procedure, { input }))).toMatchObject({ code: 'BAD_REQUEST' });
    expect((await happened()).entered).toEqual([]);
  });

  it.each(calls)('$name is aborted in the backend when the page cancels it', async (procedure) => {
    await become('hang');
    const controller = new AbortController();
    const pending = rejection(call(page, procedure, { signal: controller.signal }).then(collect));
    await until(async () => (await happened()).entered.length > 0);
    controller.abort();
    expect(await pending).toMatchObject({ name: 'AbortError' });
    await until(async () => (await happened()).aborted.includes(procedure.name));
  });

  it.each(calls)('$name is aborted in the backend when its page closes in mid-call', async (procedure) => {
    await become('hang');
    const pending = rejection(call(page, procedure).then(collect));
    await until(async () => (await happened()).entered.length > 0);
    page.close();
    expect(await pending).toBeInstanceOf(ConnectionLost);
    await until(async () => (await happened()).aborted.includes(procedure.name));
  });

  it('a bug in the backend tells the page nothing of the inside', async () => {
    await become('bug');
    const failure = await rejection(page.client.dataset.examples());
    expect(failure).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('secret');
  });

  it('a stream that is left early ends in the backend', async () => {
    await become('endless');
    for await (const state of await page.client.workspace.watch()) {
      expect(state.revision).toBe(1);
      break;
    }
    await until(async () => (await happened()).aborted.includes('workspace.watch'));
  });

  it('a call made before the connection is open waits for it', async () => {
    await become('answer');
    const early = transport.page();
    expect(await early.client.dataset.examples()).toHaveLength(1);
    expect(early.status).toBe('open');
    early.close();
  });

  it('a call on a closed connection rejects at once', async () => {
    const closed = transport.page();
    closed.close();
    expect(await rejection(closed.client.app.info())).toMatchObject({
      name: 'ConnectionLost',
      status: 'lost',
    });
  });

  it('a call that the contract does not have is refused', async () => {
    const client = page.client as unknown as { app: { quit(): Promise<unknown> } };
    expect(await rejection(client.app.quit())).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('two pages share one backend', async () => {
    await become('answer');
    const other = transport.page();
    await Promise.all([page.client.dataset.examples(), other.client.runs.list()]);
    expect((await happened()).entered.sort()).toEqual(['dataset.examples', 'runs.list']);
    other.close();
  });
});

function call(
  { client }: Connection,
  { path, input }: Procedure,
  options: { input?: unknown; signal?: AbortSignal } = {},
): Promise<unknown> {
  let node: unknown = client;
  for (const key of path) node = (node as Record<string, unknown>)[key];
  const value = 'input' in options ? options.input : input && sampleValue(input);
  return (node as (input: unknown, options: object) => Promise<unknown>)(value, { signal: options.signal });
}

async function collect(answer: unknown): Promise<unknown[]> {
  if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer)) return [answer];
  const values: unknown[] = [];
  for await (const value of answer as AsyncIterable<unknown>) values.push(value);
  return values;
}

/** A file as its name and bytes, wherever it stands in the answer. */
async function comparable(value: unknown): Promise<unknown> {
  if (value instanceof File)
    return { name: value.name, bytes: [...new Uint8Array(await value.arrayBuffer())] };
  if (Array.isArray(value)) return Promise.all(value.map(comparable));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await comparable(inner)]);
  return Object.fromEntries(await Promise.all(entries));
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not reject');
}

/** Asks again as soon as the last answer is there; the test's own time limit ends it. */
async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}
