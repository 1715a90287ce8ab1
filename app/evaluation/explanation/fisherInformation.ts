// Standard errors of the coefficients of a linear model: the inverse of the Fisher information at the coefficients (for least squares, of
// X'X, times the residual variance of the best fit), and how far the coefficients are from that fit, by one step of Newton's method.
// Rows come in pieces. Sizes: `terms` variables and a constant for each of `outputs`.

export type Family = 'normal' | 'poisson' | 'binomial' | 'multinomial';

export interface StandardErrors {
  /** [outputs * (1 + terms)] squared: covariances, each output's constant first. */
  covariance: Float64Array;
  size: number;
  /** The largest step towards the best fit, in standard errors. */
  distance: number;
}

export class FisherInformation {
  readonly #family: Family;
  readonly #width: number;
  readonly #outputs: number;
  readonly #size: number;
  /** Lower triangle, row by row. */
  readonly #information: Float64Array;
  readonly #gradient: Float64Array;
  #squares: Float64Array;
  #rows = 0;

  constructor(family: Family, terms: number, outputs: number) {
    this.#family = family;
    this.#width = terms + 1;
    this.#outputs = outputs;
    // Each target of least squares has the same X'X.
    this.#size = family === 'multinomial' ? this.#width * outputs : this.#width;
    this.#information = new Float64Array(this.#size ** 2);
    this.#gradient = new Float64Array(this.#width * outputs);
    this.#squares = new Float64Array(outputs);
  }

  /** @param variables the row's terms, the constant 1 first. @param expected and @param truth one number per output: values, means of counts,
   *  or probabilities and whether the row has the class. */
  add(variables: Float64Array, expected: ArrayLike<number>, truth: ArrayLike<number>): void {
    this.#rows += 1;
    for (let output = 0; output < this.#outputs; output++) {
      const residual = truth[output]! - expected[output]!;
      this.#squares[output]! += residual ** 2;
      for (let i = 0; i < this.#width; i++)
        this.#gradient[output * this.#width + i]! += residual * variables[i]!;
    }
    if (this.#family !== 'multinomial') this.#addBlock(0, 0, variables, this.#weightOf(expected[0]!));
    else
      for (let a = 0; a < this.#outputs; a++)
        for (let b = 0; b <= a; b++)
          this.#addBlock(a, b, variables, expected[a]! * ((a === b ? 1 : 0) - expected[b]!));
  }

  #weightOf(expected: number): number {
    if (this.#family === 'binomial') return expected * (1 - expected);
    return this.#family === 'poisson' ? expected : 1;
  }

  #addBlock(a: number, b: number, variables: Float64Array, weight: number): void {
    for (let i = 0; i < this.#width; i++) {
      const by = weight * variables[i]!;
      if (by === 0) continue;
      const at = (a * this.#width + i) * this.#size + b * this.#width;
      for (let j = 0; j < (a === b ? i + 1 : this.#width); j++)
        this.#information[at + j]! += by * variables[j]!;
    }
  }

  /** One for each target, or one for all classes. null where the terms are collinear, or there are too few rows. @param share of all
   *  training rows that were added. */
  errors(share: number): StandardErrors[] | null {
    if (this.#rows <= this.#width) return null;
    const inverse = inverseOf(this.#information, this.#size);
    if (inverse === null) return null;
    if (this.#family !== 'normal') return [this.#scaled(inverse, this.#gradient, share)];
    return Array.from({ length: this.#outputs }, (_, output) => {
      const gradient = this.#gradient.subarray(output * this.#width, (output + 1) * this.#width);
      const step = times(inverse, gradient);
      const left = this.#squares[output]! - step.reduce((sum, value, i) => sum + value * gradient[i]!, 0);
      const variance = Math.max(0, left) / (this.#rows - this.#width);
      return this.#scaled(inverse, gradient, share, variance);
    });
  }

  #scaled(inverse: Float64Array, gradient: Float64Array, share: number, variance = 1): StandardErrors {
    const covariance = inverse.map((value) => value * variance * share);
    const size = this.#size;
    const step = times(inverse, gradient);
    let distance = 0;
    for (let i = 0; i < size; i++)
      distance = Math.max(distance, Math.abs(step[i]!) / Math.sqrt(covariance[i * size + i]!));
    return { covariance, size, distance };
  }
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  return vector.map((_, i) =>
    vector.reduce((sum, value, j) => sum + matrix[i * vector.length + j]! * value, 0),
  );
}

/** Of a variable's variance, what others must not explain of it. */
const leastOwn = 1e-9;

/** Of a symmetric positive matrix, whose lower triangle is read, by Cholesky's decomposition. null where it is not positive. */
function inverseOf(matrix: Float64Array, size: number): Float64Array | null {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      if (i !== j) {
        lower[i * size + j] = sum / lower[j * size + j]!;
        continue;
      }
      if (!(sum > leastOwn * matrix[i * size + i]!)) return null;
      lower[i * size + i] = Math.sqrt(sum);
    }
  }
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const x = new Float64Array(size);
    for (let i = column; i < size; i++) {
      let sum = i === column ? 1 : 0;
      for (let k = column; k < i; k++) sum -= lower[i * size + k]! * x[k]!;
      x[i] = sum / lower[i * size + i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = x[i]!;
      for (let k = i + 1; k < size; k++) sum -= lower[k * size + i]! * inverse[k * size + column]!;
      inverse[i * size + column] = sum / lower[i * size + i]!;
    }
  }
  return inverse;
}
