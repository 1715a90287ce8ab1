// Who may use the server: a browser that has opened the printed link. The link's token is exchanged for a cookie at once, so
// that it stays out of the browser's history; secrets are compared in constant time. Nothing here is logged.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 128 bits, hex. */
const secret = () => randomBytes(16).toString('hex');

/** A link that is passed to the system's browser appears in process lists: it works only once, and only for this long
 *  (milliseconds). */
const launchLife = 60_000;

export class PageSession {
  readonly #token = secret();
  readonly #cookie = secret();
  #launch: { token: string; until: number } | null = null;

  constructor(readonly port: number) {}

  /** The link to print. */
  get link() {
    return `http://127.0.0.1:${this.port}/?token=${this.#token}`;
  }

  /** A link that works once, for opening the browser. */
  launchLink(now = Date.now()) {
    this.#launch = { token: secret(), until: now + launchLife };
    return `http://127.0.0.1:${this.port}/?token=${this.#launch.token}`;
  }

  /** Cookies are shared by all ports of a host, hence the port in the name. */
  get cookieName() {
    return `chainrule-${this.port}`;
  }

  get setCookie() {
    return `${this.cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/`;
  }

  acceptsToken(token: string, now = Date.now()): boolean {
    const isToken = equal(token, this.#token);
    const isLaunch = this.#launch !== null && now < this.#launch.until && equal(token, this.#launch.token);
    if (isLaunch) this.#launch = null;
    return isToken || isLaunch;
  }

  /** `header` is the request's whole Cookie header. Several cookies with our name (set for other paths) must not lock out a
   *  valid session. */
  acceptsCookie(header: string | undefined): boolean {
    const prefix = `${this.cookieName}=`;
    return (header ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .some((pair) => pair.startsWith(prefix) && equal(pair.slice(prefix.length), this.#cookie));
  }
}

/** Hashing first makes the lengths equal and the comparison's time independent of both texts. */
function equal(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
