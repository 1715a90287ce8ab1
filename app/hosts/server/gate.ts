// Decides about a request by its head alone, before anything else is read or done. Every page in the browser can reach
// loopback: the check of Host stops DNS rebinding, the cookie stops strangers, and Origin and our own header stop forged
// requests.
import type { IncomingHttpHeaders } from 'node:http';
import { ownHeader } from '../../contract/connection.ts';
import type { PageSession } from './pageSession.ts';

export interface RequestHead {
  method: string;
  headers: IncomingHttpHeaders;
  /** Whether it asks to become a WebSocket. */
  upgrade: boolean;
}

/** `foreign`: not one of our pages; it gets no information. `unknown`: our address, but no valid session. */
export type Verdict = 'pass' | 'foreign' | 'unknown';

/** Names under which this server is reached; it listens on 127.0.0.1 only. */
const hosts = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether Host and, where sent, Origin are ours. Ports are compared as text: `:80` is never left out by us. */
export function isOurs(head: RequestHead, port: number): boolean {
  const { host, origin } = head.headers;
  const addresses = hosts.map((name) => `${name}:${port}`);
  if (host === undefined || !addresses.includes(host.toLowerCase())) return false;
  const origins = addresses.map((address) => `http://${address}`);
  if (origin !== undefined && !origins.includes(origin.toLowerCase())) return false;
  const reads = head.method === 'GET' || head.method === 'HEAD';
  if (reads && !head.upgrade) return true;
  if (origin === undefined) return false;
  return head.upgrade || head.headers[ownHeader] !== undefined;
}

export function judge(head: RequestHead, session: PageSession): Verdict {
  if (!isOurs(head, session.port)) return 'foreign';
  return session.acceptsCookie(head.headers.cookie) ? 'pass' : 'unknown';
}
