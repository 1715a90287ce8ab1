// What a hostile, broken or slow page can do to the server and its backend: nothing that others notice.
import { createConnection, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { largestFrame } from '../../../../app/contract/connection.ts';
import { startTestServer, type TestServer } from './testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const open = () =>
  new Promise<WebSocket>((resolve, reject) => {
    const headers = { cookie: server.cookie, origin: server.origin };
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/backend`, { headers });
    socket.on('error', reject);
    socket.on('open', () => {
      socket.off('error', reject);
      socket.on('error', () => {});
      resolve(socket);
    });
  });
const closeCode = (socket: WebSocket) => new Promise<number>((resolve) => socket.on('close', resolve));
const nextFrame = (socket: WebSocket) =>
  new Promise<string>((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString())));
const info = (id: string) => JSON.stringify({ i: id, p: { u: '/app/info' } });

const become = (notice: string) =>
  JSON.stringify({ i: '0', p: { u: '/workspace/dismiss', b: { json: { notice } } } });
const answerTo = (socket: WebSocket, frame: string) => {
  socket.send(frame);
  return nextFrame(socket);
};
/** How many values the stub's streams have given, from its answer to `info`. */
const yielded = (answer: string) => Number(/yielded\\":(\d+)/.exec(answer)?.[1]);

it.each<[string, string | Buffer]>([
  ['text that is not JSON', 'hello'],
  ['an empty frame', ''],
  ['JSON of another form', '[1,2,3]'],
  ['null', 'null'],
  ['a message without an address', '{"i":"1","p":{}}'],
  ['an address that is no URL', '{"i":"1","p":{"u":"http://["}}'],
  ['a strange type', '{"i":"1","t":99,"p":{}}'],
  ['100,000 nested arrays', `{"i":"1","p":{"u":"/dataset/rows","b":${'['.repeat(1e5)}${']'.repeat(1e5)}}}`],
  ['keys named __proto__', '{"i":"1","p":{"u":"/spec/set","b":{"json":{"__proto__":{"a":1}},"meta":[]}}}'],
  [
    'type notes that lead to a prototype',
    '{"i":"1","p":{"u":"/dataset/rows","b":{"json":{},"meta":[[1,"__proto__","polluted"],[1,"constructor","prototype","x"]]}}}',
  ],
  ['random bytes', Buffer.from([255, 0, 1, 2, 255, 254])],
])('after %s the same page goes on', async (_, frame) => {
  const socket = await open();
  socket.send(frame);
  const answers: string[] = [];
  socket.on('message', (data: Buffer) => answers.push(data.toString()));
  socket.send(info('after'));
  while (!answers.some((answer) => answer.includes('"i":"after"'))) await nextFrame(socket);
  expect((await server.journal()).map(({ event }) => event)).toEqual(['started']);
  socket.terminate();
});

it('a frame over the limit closes that page only', async () => {
  const [bad, good] = await Promise.all([open(), open()]);
  bad.send(Buffer.alloc(largestFrame + 1));
  expect(await closeCode(bad)).toBe(1009);
  good.send(info('1'));
  expect(await nextFrame(good)).toContain('"i":"1"');
  good.terminate();
});

it('10,000 calls at once are all answered', async () => {
  const socket = await open();
  let answers = 0;
  const done = new Promise<void>((resolve) =>
    socket.on('message', () => {
      answers += 1;
      if (answers === 10_000) resolve();
    }),
  );
  for (let i = 0; i < 10_000; i++) socket.send(info(`${i}`));
  await done;
  socket.terminate();
});

it('the same request id twice is one call', async () => {
  const socket = await open();
  await answerTo(socket, become('hang'));
  for (let i = 0; i < 2; i++) socket.send(JSON.stringify({ i: '5', p: { u: '/runs/list' } }));
  expect(await answerTo(socket, info('6'))).toContain(String.raw`{\"entered\":[\"runs.list\"]`);
  socket.terminate();
});

it('a page that does not read holds up its own stream, and nobody else', async () => {
  const steer = await open();
  steer.send(JSON.stringify({ i: '0', p: { u: '/workspace/dismiss', b: { json: { notice: 'endless' } } } }));
  await nextFrame(steer);
  const deaf = await open();
  deaf.send(JSON.stringify({ i: '1', p: { u: '/workspace/watch' } }));
  await nextFrame(deaf);
  deaf.pause();
  let before = -1;
  for (let now = 0; now !== before; ) {
    before = now;
    for (let i = 0; i < 300; i++) now = yielded(await answerTo(steer, info(`${i}`)));
  }
  deaf.terminate();
  steer.terminate();
});

it('hundreds of half-sent requests do not keep others out', async () => {
  const slow = Array.from({ length: 300 }, () => createConnection({ host: '127.0.0.1', port: server.port }));
  await Promise.all(slow.map((socket) => new Promise((resolve) => socket.on('connect', resolve))));
  for (const socket of slow) socket.write('GET / HTTP/1.1\r\nHost: 127');
  expect((await server.request('GET', '/session', { cookie: server.cookie })).status).toBe(204);
  for (const socket of slow) socket.destroy();
});

it('hundreds of refused upgrades that the other side leaves open do not keep others out', async () => {
  const head = [
    'GET /backend HTTP/1.1',
    `Host: 127.0.0.1:${server.port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ];
  const refused = async () => {
    const socket = createConnection({ host: '127.0.0.1', port: server.port, allowHalfOpen: true });
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(`${data}`)));
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    return socket;
  };
  const left: Socket[] = [];
  for (let round = 0; round < 13; round++)
    left.push(...(await Promise.all(Array.from({ length: 40 }, refused))));
  expect((await server.request('GET', '/session', { cookie: server.cookie })).status).toBe(204);
  for (const socket of left) socket.destroy();
});

it('a connection that sends no whole head is closed after some seconds', async () => {
  const closed = ['', 'GET / HTTP/1.1\r\nHost: 127'].map((text) => {
    const socket = createConnection({ host: '127.0.0.1', port: server.port });
    socket.on('error', () => {});
    socket.write(text);
    return new Promise((resolve) => socket.resume().on('close', resolve));
  });
  await Promise.all(closed);
});

it.each([
  'GET / HTTP/1.1\r\n\r\n',
  `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`,
  'NOT HTTP\r\n\r\n',
  'GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n',
  '\0\0\0\0',
])('a head that is not a request is answered with a refusal or a closed socket (%#)', async (text) => {
  const socket: Socket = createConnection({ host: '127.0.0.1', port: server.port });
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  socket.on('error', () => {});
  socket.write(text);
  await new Promise((resolve) => socket.on('close', resolve));
  expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
});
