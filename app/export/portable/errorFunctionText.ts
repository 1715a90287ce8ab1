// erf as the text of a JavaScript function, for programs that are written as text: by its series near 0 and its continued fraction far
// from it (Abramowitz and Stegun, 7.1.5 and 7.1.14). errorFunction.ts is what the app itself computes with.

export const errorFunctionText = `/** The error function, by its series near 0 and its continued fraction far from it. @param {number} x */
function erf(x) {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let tail = 0;
  for (let n = 60; n > 0; n--) tail = n / 2 / (a + tail);
  return Math.sign(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + tail));
}`;
