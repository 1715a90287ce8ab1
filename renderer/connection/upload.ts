// Sends one file to the loopback server. The browser streams it from disk; XMLHttpRequest because fetch
// cannot report how much has been sent.

import { ORPCError } from '@orpc/client';
import { ownHeader, type UploadRefusal, uploadPath } from '../../app/contract/connection.ts';
import type { FileRef } from '../../app/contract/fileRef.ts';
import { ConnectionLost } from './connection.ts';

export function upload(
  file: File,
  onProgress: (fraction: number) => void = () => {},
  signal?: AbortSignal,
): Promise<FileRef> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('POST', `${uploadPath}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader(ownHeader, '1');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const answer: { id?: string } & Partial<UploadRefusal> = request.response ?? {};
      if (request.status === 200 && answer.id) resolve({ kind: 'upload', id: answer.id });
      else if (answer.code) reject(refusal(answer));
      else reject(new ConnectionLost(request.status === 403 ? 'ended' : 'lost'));
    };
    request.onerror = () => reject(new ConnectionLost('lost'));
    request.onabort = () => reject(signal?.reason ?? new ConnectionLost('lost'));
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort);
    request.send(file);
  });
}

/** A refused upload has the same shape as a refused call, so that the screens need to know one of them only. */
function refusal({ code, message, values }: Partial<UploadRefusal>) {
  return new ORPCError('APP_ERROR', { defined: true, status: 400, message, data: { code, values } });
}
