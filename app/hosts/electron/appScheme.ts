// The page's own scheme: `app://chainrule/` serves the built page and nothing else. Unlike file:, it has an origin, and it
// serves only files that were read at the start.
import { pageHeaders } from '../contentPolicy.ts';
import type { PageFile } from '../pageFiles.ts';

export const scheme = 'app';
export const origin = `${scheme}://chainrule`;

/** For registerSchemesAsPrivileged, which must come before the app is ready. */
export const privileges = [
  { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
];

export function answerFrom(files: ReadonlyMap<string, PageFile>) {
  const headers = pageHeaders([]);
  return (request: { method: string; url: string }): Response => {
    const url = new URL(request.url);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const file = reads && url.host === 'chainrule' ? files.get(url.pathname) : undefined;
    if (!file) return new Response('Not found', { status: 404, headers });
    return new Response(new Uint8Array(file.body), {
      headers: { ...headers, 'content-type': file.type, 'content-length': String(file.body.length) },
    });
  };
}
