// How long to wait before trying to connect again: soon at first, then slower, never all tabs at once.

const first = 250;
const longest = 5_000;

/** Milliseconds before attempt number `attempt` (0, 1, ...): doubling up to 5 s, spread by up to a quarter. */
export function retryDelay(attempt: number, random = Math.random): number {
  const delay = Math.min(longest, first * 2 ** Math.min(attempt, 10));
  return delay * (1 - random() / 4);
}
