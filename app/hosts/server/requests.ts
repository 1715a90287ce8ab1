// Handles every HTTP request: gate.ts checks its head, then comes the token's redirect, the session check, an upload, or a file of the
// page. GET and HEAD change nothing.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { holderPath, sessionPath, socketPath, uploadPath } from '../../contract/connection.ts';
import { type HomeChoice, type HomeHolder, homeChoices } from '../../contract/holder.ts';
import { pageHeaders } from '../contentPolicy.ts';
import type { PageFile } from '../pageFiles.ts';
import { isOurs, judge, type RequestHead } from './gate.ts';
import type { PageSession } from './pageSession.ts';
import type { PageSockets } from './pageSockets.ts';
import { notFoundPage, sessionEndedPage } from './refusalPages.ts';
import { answerUpload, type ReceiveUpload } from './uploadRequest.ts';

export interface Served {
  session: PageSession;
  files: () => Promise<ReadonlyMap<string, PageFile>>;
  sockets: PageSockets;
  receive: ReceiveUpload;
  home: HomeQuestion;
}

/** Who has the home folder, and what a person chose about it. */
export interface HomeQuestion {
  readonly holder: HomeHolder | null;
  choose(choice: HomeChoice): void;
}

const html = 'text/html; charset=utf-8';

export class Requests {
  readonly #served: Served;
  readonly #headers: Record<string, string>;

  constructor(served: Served) {
    this.#served = served;
    const { port } = served.session;
    this.#headers = pageHeaders([`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]);
  }

  answer(request: IncomingMessage, response: ServerResponse) {
    for (const [name, value] of Object.entries(this.#headers)) response.setHeader(name, value);
    response.setHeader('cache-control', 'no-store');
    const head = headOf(request, false);
    const url = parse(request.url);
    const { session } = this.#served;
    const verdict = judge(head, session);
    if (verdict === 'foreign' || url === null)
      return refuse(response, 'text/plain; charset=utf-8', 'Forbidden\n');
    const token = reads(head) && url.pathname === '/' ? url.searchParams.get('token') : null;
    if (token !== null && session.acceptsToken(token)) return redirect(response, session.setCookie);
    if (verdict === 'unknown') return refuse(response, html, sessionEndedPage);
    if (token !== null) return redirect(response);
    if (reads(head)) return void this.#read(url.pathname, head.method === 'HEAD', response);
    if (head.method === 'POST' && url.pathname === uploadPath)
      return void answerUpload(request, response, url, this.#served.receive);
    if (head.method === 'POST' && url.pathname === holderPath) return this.#choose(url, response);
    end(response, 404, html, notFoundPage);
  }

  #choose(url: URL, response: ServerResponse) {
    const choice = homeChoices.find((one) => one === url.searchParams.get('choice'));
    if (choice === undefined) return end(response, 404, html, notFoundPage);
    this.#served.home.choose(choice);
    response.writeHead(204).end();
  }

  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer) {
    stream.on('error', () => stream.destroy());
    const { session, sockets } = this.#served;
    const requestHead = headOf(request, true);
    if (!isOurs(requestHead, session.port) || !session.acceptsCookie(request.headers.cookie))
      return refuseUpgrade(stream, '403 Forbidden');
    if (parse(request.url)?.pathname !== socketPath) return refuseUpgrade(stream, '404 Not Found');
    if (sockets.full) return refuseUpgrade(stream, '503 Service Unavailable');
    void sockets.accept(request, stream, head);
  }

  async #read(path: string, headOnly: boolean, response: ServerResponse) {
    if (path === sessionPath) return response.writeHead(204).end();
    if (path === holderPath)
      return end(response, 200, 'application/json', JSON.stringify(this.#served.home.holder));
    // During development the page may just be built anew.
    const files = await this.#served.files().catch(() => null);
    const file = files?.get(path);
    if (!file) return end(response, 404, html, notFoundPage);
    response.writeHead(200, {
      'content-type': file.type,
      'content-length': file.body.length,
      'cache-control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
    });
    response.end(headOnly ? undefined : file.body);
  }
}

function headOf(request: IncomingMessage, upgrade: boolean): RequestHead {
  return { method: request.method ?? '', headers: request.headers, upgrade };
}

function reads({ method }: RequestHead) {
  return method === 'GET' || method === 'HEAD';
}

function parse(target: string | undefined): URL | null {
  try {
    return new URL(target ?? '', 'http://127.0.0.1');
  } catch {
    return null;
  }
}

function redirect(response: ServerResponse, cookie?: string) {
  response.writeHead(303, { location: '/', ...(cookie === undefined ? {} : { 'set-cookie': cookie }) }).end();
}

/** Does not wait for the rest of the refused request. */
function refuse(response: ServerResponse, type: string, body: string) {
  response.setHeader('connection', 'close');
  end(response, 403, type, body);
}

function end(response: ServerResponse, status: number, type: string, body: string) {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}

/** Does not wait for the other side to close: as many connections as the server takes could be left open. */
function refuseUpgrade(stream: Duplex, status: string) {
  stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => stream.destroy());
}
