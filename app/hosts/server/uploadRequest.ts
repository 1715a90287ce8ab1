// POST /upload: passes the request's bytes on to storage as they come, and answers with the id that a FileRef takes.
// An upload that stops half-way leaves nothing behind; storage removes it when the signal aborts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { UploadRefusal } from '../../contract/connection.ts';
import { AppError } from '../../contract/issues/errors.ts';

export interface IncomingUpload {
  name: string;
  bytes: Readable;
  /** As announced by the browser; null if it was not. */
  size: number | null;
  signal: AbortSignal;
}

/** Stores the bytes and resolves with the upload's id; on failure or abort it removes what it wrote and rejects. */
export type ReceiveUpload = (upload: IncomingUpload) => Promise<string>;

/** Longest silence in the middle of an upload, milliseconds. */
const patience = 60_000;
/** How long the rest of a refused upload is read and ignored, milliseconds. */
const linger = 3_000;

export async function answerUpload(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  receive: ReceiveUpload,
): Promise<void> {
  const gone = new AbortController();
  request.setTimeout(patience, () => request.destroy());
  request.once('close', () => {
    if (!request.complete) gone.abort();
  });
  try {
    const length = request.headers['content-length'];
    const id = await receive({
      name: url.searchParams.get('name') ?? '',
      bytes: request,
      size: length === undefined ? null : Number(length),
      signal: gone.signal,
    });
    answer(response, 200, { id });
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    if (!(error instanceof AppError)) console.error(error);
    response.setHeader('connection', 'close');
    answer(response, 400, refusal(error));
    // The browser reads the response only if the socket is not reset while it is still sending.
    request.resume();
    setTimeout(() => request.destroy(), linger).unref();
  }
}

function answer(response: ServerResponse, status: number, body: { id: string } | UploadRefusal) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function refusal(error: unknown): UploadRefusal {
  if (error instanceof AppError) return { code: error.code, message: error.message, values: error.values };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `The file could not be received: ${reason}`, values: { reason } };
}
