// One size of the cost over size, in a process of its own: trains W2's network on that many rows and prints seconds of an epoch
// and bytes as a JSON line. Run by scale.js, with --expose-gc.

const built = new URL('../../dist/app/', import.meta.url);
/** @type {typeof import('../../app/engine/load.ts')} */
const { loadEngine } = await import(new URL('engine/load.js', built).href);
/** @type {typeof import('../../app/hosts/cli/bench/workloads.ts')} */
const { workloads } = await import(new URL('hosts/cli/bench/workloads.js', built).href);
/** @type {typeof import('../../app/model/network.ts')} */
const { networkOf, layerShapes } = await import(new URL('model/network.js', built).href);
/** @type {typeof import('../../app/workspace/spec/engineConfig.ts')} */
const { trainingSettings } = await import(new URL('workspace/spec/engineConfig.js', built).href);
/** @type {typeof import('../../app/dataset/numbers/random.ts')} */
const { Random } = await import(new URL('dataset/numbers/random.js', built).href);

const rows = Number(process.argv[2]);
const threads = Number(process.argv[3]);
/** Rows that a measurement goes through at least: a fifth of a second or so. */
const leastRows = 500_000;

const workload = /** @type {typeof workloads[number]} */ (workloads.find(({ name }) => name === 'W2'));
const { inputs, outputs, spec } = workload;
const network = networkOf(spec, inputs, outputs);
const random = new Random(1);
const engine = loadEngine();
const collect = globalThis.gc ?? (() => {});

/** Values do not matter here: uniform in [-1, 1), and a class by the first of them. */
function makeRows() {
  const features = new Float32Array(rows * inputs);
  for (let i = 0; i < features.length; i++) features[i] = 2 * random.share() - 1;
  const targets = new Float32Array(rows);
  for (let row = 0; row < rows; row++) targets[row] = (features[row * inputs] ?? 0) > 0 ? 1 : 0;
  return { rows, features, targets, weights: null };
}

/** The run alone keeps its rows after this. */
function createRun() {
  const epochs = 4 * Math.ceil(leastRows / rows);
  const settings = { ...trainingSettings(spec), epochs };
  return engine.createRun({ network, ...settings, threads, train: makeRows(), validation: null });
}

collect();
const rest = process.memoryUsage.rss();
const run = createRun();
collect();
/** Seconds of training and epochs, at each snapshot. @type {[number, number][]} */
const told = [];
await new Promise((resolve) => {
  run.onSnapshot((snapshot) => {
    told.push([snapshot.seconds, snapshot.epoch]);
    if (snapshot.state === 'finished') resolve(null);
  });
  run.start();
});
const during = process.memoryUsage.rss();
const [seconds, epochs] = told.at(-1) ?? [Number.NaN, 1];
run.dispose();

const parameters = layerShapes(network).reduce((sum, shape) => sum + shape.parameters, 0);
console.log(
  JSON.stringify({
    rows,
    threads,
    secondsPerEpoch: seconds / epochs,
    matrixBytes: rows * (inputs + 1) * 4,
    parameterBytes: parameters * 4,
    // Of the run alone, and at most: rows are made here and copied into the engine.
    trainingBytes: during - rest,
    peakBytes: process.resourceUsage().maxRSS * 1_024 - rest,
    isa: engine.info().isa,
  }),
);
process.exit(0);
