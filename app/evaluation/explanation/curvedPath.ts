// Integrated gradients along a path on which the network's outputs are curved (smooth activations, layer normalisation). The path is cut
// where a unit's argument passes 0 if its activation has a kink there; each piece is integrated by Gauss and Kronrod's rule and
// halved until both rules agree and the sum of all inputs is the change of the output.
import type { ExplainedOutput } from './explainedOutput.ts';
import type { NetworkPass } from './networkPass.ts';
import { type PathTurns, sharedOut } from './path.ts';
import { integrated, pointsPerIntegral } from './quadrature.ts';

/** Of the change of the output over the piece, and of the output itself. */
const tolerance = 1e-9;
/** Share of the path before and after a jump that is passed over. */
const gap = 1e-9;
/** Pieces shorter than this share of the path are not cut further. */
const shortest = 1e-7;

/** To find it, and to integrate the piece behind it. */
const evaluationsPerKink = 12;

/** A point of the path: the output there, and the arguments of all units whose activation has a kink. */
interface Place {
  at: number;
  value: number;
  arguments: Float64Array;
}

interface Unit {
  layer: number;
  unit: number;
}

export class CurvedPath {
  readonly #pass: NetworkPass;
  readonly #output: ExplainedOutput;
  readonly #start: Float64Array;
  readonly #along: Float64Array;
  readonly #turns: PathTurns;
  readonly #kinked: Unit[];
  readonly #added: Float64Array;
  #evaluationsLeft: number;
  #size = 0;

  /** @param evaluations of the gradient at most; then pieces are no longer cut. */
  constructor(
    pass: NetworkPass,
    output: ExplainedOutput,
    path: { start: Float64Array; along: Float64Array },
    evaluations: number,
    turns: PathTurns,
  ) {
    this.#pass = pass;
    this.#output = output;
    this.#start = path.start;
    this.#along = path.along;
    this.#turns = turns;
    this.#evaluationsLeft = evaluations;
    this.#added = new Float64Array(path.start.length);
    this.#kinked = pass.layers.flatMap(({ curve, argument }, layer) =>
      curve.at0 === 'smooth' ? [] : Array.from(argument, (_, unit) => ({ layer, unit })),
    );
  }

  /** What each input adds to the output. */
  async integrate(): Promise<Float64Array> {
    const [from, to] = [this.#placeAt(0), this.#placeAt(1)];
    this.#size = Math.max(Math.abs(from.value), Math.abs(to.value), 1e-9);
    const waiting = this.#tooManyKinks(from, to) ? this.#evenPieces() : ([[from, to]] as [Place, Place][]);
    for (let piece = waiting.pop(); piece !== undefined; piece = waiting.pop()) {
      await this.#turns.next();
      waiting.push(...this.#cut(...piece));
    }
    return this.#added;
  }

  #tooManyKinks(from: Place, to: Place): boolean {
    const kinks = from.arguments.filter((value, index) => value * to.arguments[index]! < 0).length;
    return kinks * evaluationsPerKink > this.#evaluationsLeft;
  }

  /** As many as there may be evaluations for; they are not cut. */
  #evenPieces(): [Place, Place][] {
    const count = Math.ceil(this.#evaluationsLeft / pointsPerIntegral);
    this.#evaluationsLeft = 0;
    const place = (at: number): Place => ({ at, value: 0, arguments: new Float64Array(0) });
    return Array.from({ length: count }, (_, k) => [place(k / count), place((k + 1) / count)]);
  }

  /** Adds the integral over a piece, or gives the pieces to integrate in its place. */
  #cut(from: Place, to: Place): [Place, Place][] {
    const long = to.at - from.at > shortest && this.#evaluationsLeft > 0;
    const kink = long ? this.#firstKink(from, to) : null;
    if (kink !== null) return this.#cutAtKink(from, to, kink);
    this.#evaluationsLeft -= pointsPerIntegral;
    const { value, error } = integrated(from.at, to.at, (at) => this.#slopesAt(at));
    const sum = value.reduce((all, one) => all + one, 0);
    const off = Math.max(error, Math.abs(sum - (to.value - from.value)));
    // Not `<=`: outputs that are not finite are not cut either.
    if (!long || !(off > tolerance * Math.max(this.#size, Math.abs(to.value - from.value)))) {
      for (let i = 0; i < value.length; i++) this.#added[i]! += value[i]!;
      return [];
    }
    const middle = this.#placeAt((from.at + to.at) / 2);
    return [
      [middle, to],
      [from, middle],
    ];
  }

  #cutAtKink(from: Place, to: Place, { at, index }: { at: number; index: number }): [Place, Place][] {
    const { layer, unit } = this.#kinked[index]!;
    if (this.#pass.layers[layer]!.curve.at0 !== 'jump') {
      const place = this.#placeAt(at);
      // Rounding must not put the unit on the wrong side.
      place.arguments[index] = 0;
      return [
        [place, to],
        [from, place],
      ];
    }
    const before = this.#placeAt(Math.max(from.at, at - gap));
    const towards = this.#pass.gradientOfUnit(layer, unit);
    const after = this.#placeAt(Math.min(to.at, at + gap));
    const shares = sharedOut(after.value - before.value, towards, this.#along);
    for (let i = 0; i < shares.length; i++) this.#added[i]! += shares[i]! * this.#along[i]!;
    return [
      [after, to],
      [from, before],
    ];
  }

  #placeAt(at: number): Place {
    const outputs = this.#pass.forward(this.#rowAt(at));
    const found = Float64Array.from(
      this.#kinked,
      ({ layer, unit }) => this.#pass.layers[layer]!.argument[unit]!,
    );
    return { at, value: this.#output.value(outputs), arguments: found };
  }

  #rowAt(at: number): Float64Array {
    return this.#start.map((value, i) => value + at * this.#along[i]!);
  }

  /** Derivative of the output along the path, by input. */
  #slopesAt(at: number): Float64Array {
    const outputs = this.#pass.forward(this.#rowAt(at));
    return this.#pass.gradient(this.#output.slopes(outputs)).map((value, i) => value * this.#along[i]!);
  }

  /** Where the first unit changes sides, of the units in the first layer that has one: a jump there may be what moves deeper ones. */
  #firstKink(from: Place, to: Place): { at: number; index: number } | null {
    let first: { at: number; index: number; layer: number } | null = null;
    for (const [index, { layer }] of this.#kinked.entries()) {
      const [low, high] = [from.arguments[index]!, to.arguments[index]!];
      if (low * high >= 0) continue;
      if (first !== null && first.layer < layer) break;
      const at = from.at + ((to.at - from.at) * low) / (low - high);
      if (first === null || at < first.at) first = { at, index, layer };
    }
    return first === null ? null : { at: this.#zeroOf(first.index, from, to), index: first.index };
  }

  /** By the Illinois variant of the false position. */
  #zeroOf(index: number, from: Place, to: Place): number {
    const { layer, unit } = this.#kinked[index]!;
    let [a, b] = [from.at, to.at];
    let [atA, atB] = [from.arguments[index]!, to.arguments[index]!];
    for (let step = 0; step < 60 && b - a > 1e-13; step++) {
      const at = Math.min(b, Math.max(a, a + ((b - a) * atA) / (atA - atB)));
      this.#pass.forward(this.#rowAt(at));
      this.#evaluationsLeft -= 1 / 2;
      const found = this.#pass.layers[layer]!.argument[unit]!;
      if (Math.abs(found) < 1e-14) return at;
      if (found * atA > 0) {
        [a, atA] = [at, found];
        atB /= 2;
      } else {
        [b, atB] = [at, found];
        atA /= 2;
      }
    }
    return (a + b) / 2;
  }
}
