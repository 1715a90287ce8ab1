// Fisher's exact test of a share: how likely a difference at least as large is by chance (two-sided).
import { logGamma } from './gamma.ts';

/** Of `hits` among `rows` rows drawn from `all` rows of which `allHits` are hits (Fisher): twice the smaller tail. */
export function fisher(hits: number, rows: number, allHits: number, all: number): number {
  const pmf = Math.exp(
    logChoose(allHits, hits) + logChoose(all - allHits, rows - hits) - logChoose(all, rows),
  );
  const least = Math.max(0, rows - (all - allHits));
  const most = Math.min(rows, allHits);
  const up = tail(
    pmf,
    hits,
    most,
    (k) => ((allHits - k) * (rows - k)) / ((k + 1) * (all - allHits - rows + k + 1)),
  );
  const down = tail(pmf, -hits, -least, (minus) => {
    const k = -minus;
    return (k * (all - allHits - rows + k)) / ((allHits - k + 1) * (rows - k + 1));
  });
  return Math.min(1, 2 * Math.min(up, down));
}

/** The probability at `from` and all those up to `to`; `ratio(k)`: that of k + 1 to that of k. */
function tail(first: number, from: number, to: number, ratio: (k: number) => number): number {
  let term = first;
  let sum = first;
  for (let k = from; k < to && term > sum * 1e-17; k++) {
    term *= ratio(k);
    sum += term;
  }
  return sum;
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
