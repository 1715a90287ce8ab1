// Scripts from files that somebody else wrote: whatever they try ends in an answer or in one sentence, and harms nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, Script } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { forkScript } from '../../../../app/hosts/scripts/forkedScript.ts';
import { permissionFlags } from '../../../../app/hosts/scripts/permissionFlags.ts';
import { queryInChild, scriptInChild } from '../../../../app/workspace/exporting/runInChild.ts';
import type { StartScript } from '../../../../app/workspace/exporting/scriptPort.ts';
import { programFolder } from '../../../../app/workspace/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'chainrule-script-'));
const secret = join(folder, 'secret.txt');
const written = join(folder, 'written.txt');
writeFileSync(secret, 'a secret');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let running = 0;
const start: StartScript = (request, events) => {
  running++;
  const exited = (how: string) => {
    running--;
    events.exited(how);
  };
  return forkScript(request, { ...events, exited });
};
/** Nothing is left running, and nothing was written. */
afterEach(() => {
  expect(running).toBe(0);
  expect(readdirSync(folder)).toEqual(['secret.txt']);
});

const outcomeOf = (run: Promise<unknown>) =>
  run.then(
    (answer) => ({ answer }),
    (error: Error & { code?: string }) => ({ code: error.code, message: error.message }),
  );
const said = (script: string) => outcomeOf(scriptInChild(start)(script));
const saidSoon = (script: string) => outcomeOf(scriptInChild(start, 2)(script));

/** Writes a file by way of an object of Node's. */
const writing = (object: string) =>
  `${object}.constructor.constructor('return process')().getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(written)}, 'here')`;

/** By the error of an import that is not allowed. */
const byImport = `(() => { import('node:fs').catch((error) => ${writing('error')}); return 'begun'; })()`;

/** By the error of Node's own function that writes a stack, called where the stack is nearly full. Gives what that led to. */
const byStack = `(() => {
  let foreign;
  let tries = 0;
  const fill = () => {
    try {
      fill();
    } catch (full) {
      try {
        if (tries++ < 200) new Error().stack;
      } catch (error) {
        if (!(error instanceof Error)) foreign = error;
      }
      throw full;
    }
  };
  try {
    fill();
  } catch {}
  if (foreign === undefined) return 'nothing';
  try {
    ${writing('foreign')};
    return 'written';
  } catch (error) {
    return 'a foreign object and ' + error.message;
  }
})()`;

describe('a foreign script', () => {
  it('gives its value, a text', async () => {
    expect(await said('String(6 * 7)')).toEqual({ answer: '42' });
    expect(await said('42')).toEqual({ code: undefined, message: 'The program gave no answer.' });
  });

  it.each(['process', 'require', 'fetch', 'setTimeout', 'WebSocket'])('has no %s', async (name) => {
    expect(await said(`String(${name})`)).toMatchObject({
      message: expect.stringMatching(/not defined|disallowed/),
    });
  });

  it("makes no code of a text, not even by an object of Node's", async () => {
    expect(await said(`String(eval('1'))`)).toMatchObject({
      message: expect.stringContaining('Code generation'),
    });
    expect(await said(`String((async () => {}).constructor('return 1'))`)).toMatchObject({
      message: expect.stringContaining('Code generation'),
    });
  });

  it('has the word import in its texts and names, but cannot import', async () => {
    const words = "'import' + `import` + /import/.test('import') + { import: 1 }.import";
    expect(await said(words)).toEqual({ answer: 'importimporttrue1' });
    expect(await said(byImport)).toEqual({
      code: undefined,
      message: 'SyntaxError: Keyword must not contain escaped characters',
    });
  });

  it.each([
    ['import', byImport, 'begun', null],
    [
      'the stack',
      byStack,
      'written',
      { answer: expect.stringMatching(/^a foreign object and .*not a function$/) },
    ],
  ])('that gets out of a context of node:vm by %s does nothing here', async (_, script, outside, inside) => {
    const options = {
      codeGeneration: { strings: false, wasm: false },
      microtaskMode: 'afterEvaluate',
    } as const;
    const value = new Script(script).runInContext(createContext(Object.create(null), options));
    await new Promise(setImmediate);
    expect([value, existsSync(written)]).toEqual([outside, true]);
    rmSync(written);
    const found = await said(script);
    if (inside !== null) expect(found).toEqual(inside);
    expect(existsSync(written)).toBe(false);
  });

  it('changes nothing of the language outside its context', async () => {
    const change = `foreign.constructor.prototype.message = 'changed'; return Object.isFrozen(foreign.constructor.prototype)`;
    const script = byStack.replace(`${writing('foreign')};`, `${change} + '';`);
    expect(await said(script)).toEqual({ answer: 'true' });
  });

  it('that never ends is ended after its time', async () => {
    expect(await saidSoon('for (;;);')).toEqual({
      code: 'script_stopped',
      message: expect.stringMatching(/^The program in the file was stopped: it takes longer than 2 s\. /),
    });
  });

  it.each([
    ['objects', 'const all = []; for (;;) all.push({ x: String(all.length) });'],
    ['bytes', 'const all = []; for (;;) all.push(new Uint8Array(2 ** 26).fill(1));'],
    ['texts', 'const all = []; for (;;) all.push([...Array(1e6).keys()].join());'],
  ])('that takes gigabytes of %s is ended', async (_, script) => {
    const { code, message } = (await said(script)) as { code: string; message: string };
    expect(code).toBe('script_stopped');
    expect(message).toMatch(/it needs more than 256 MiB of memory|its process ended/);
  });

  it('that throws ends with what it throws, even if that is no error', async () => {
    expect(await said(`throw new Error('no')`)).toMatchObject({ message: 'Error: no' });
    expect(await said('throw { toString() { throw 1; } };')).toMatchObject({
      message: 'The program failed.',
    });
    expect(await said('const f = () => f(); String(f())')).toMatchObject({
      message: expect.stringContaining('RangeError'),
    });
    expect(await said('(')).toMatchObject({ message: expect.stringContaining('SyntaxError') });
  });

  it('that answers with more than anybody asked for is refused', async () => {
    expect(await said(`'x'.repeat(1e8)`)).toMatchObject({
      message: 'The program gave an answer of 100000000 letters.',
    });
    expect(await said(`'x'.repeat(2 ** 29 - 30)`)).toMatchObject({ code: 'script_stopped' });
  });

  it('that floods the queue of promises is ended, too', async () => {
    expect(await saidSoon(`const f = () => Promise.resolve().then(f); f(); 'begun'`)).toMatchObject({
      code: 'script_stopped',
    });
  });
});

describe('a thread with the permissions of a foreign script', () => {
  const file = pathToFileURL(join(programFolder, 'dist/app/hosts/scripts/scriptWorker.js'));
  const outcome = async (code: string) => {
    const program = `const { parentPort } = require('node:worker_threads');
      let found;
      try { found = String(${code}) } catch (error) { found = error.code ?? error.name }
      parentPort.postMessage(found);`;
    const thread = new Worker(program, { eval: true, env: {}, execArgv: permissionFlags(file) });
    const found = await new Promise((resolve) => thread.once('message', resolve));
    await thread.terminate();
    return found;
  };
  const more = `require('node:fs').writeFileSync(${JSON.stringify(written)}, '')`;

  it.each([
    ['reads no file', `require('node:fs').readFileSync(${JSON.stringify(secret)}, 'utf8')`],
    ['writes no file', more],
    ['starts no program', `require('node:child_process').execFileSync('true')`],
    [
      'starts no thread, which could do all of that',
      `new (require('node:worker_threads').Worker)(${JSON.stringify(more)}, { eval: true, execArgv: [] })`,
    ],
  ])('%s', async (_, code) => {
    expect(await outcome(code)).toBe('ERR_ACCESS_DENIED');
  });
});

describe('the language in a thread that was sealed', () => {
  const file = pathToFileURL(join(programFolder, 'dist/app/hosts/scripts/sealLanguage.js')).href;
  const outcome = (code: string) => {
    const program = `import { runInNewContext } from 'node:vm';
      import { sealLanguage } from ${JSON.stringify(file)};
      sealLanguage(runInNewContext('Object.getOwnPropertyNames(globalThis)', Object.create(null)));
      try { console.log(String(${code})) } catch (error) { console.log(error.name) }`;
    return spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
    }).stdout.trim();
  };

  it.each(['() => {}', 'async () => {}', 'function* () {}', 'async function* () {}', 'Error', 'class {}'])(
    'makes no code by the constructor of %s',
    (made) => {
      expect(outcome(`(${made}).constructor === Function`)).toBe('false');
      expect(outcome(`(${made}).constructor('return 1')()`)).toBe('TypeError');
    },
  );

  it.each([
    '{}',
    '[]',
    'new Error()',
    'Promise.resolve()',
    'new Map().entries()',
    '[].values()',
    '(() => {})',
  ])('does not change by the prototype of %s', (made) => {
    expect(outcome(`Object.isFrozen(Object.getPrototypeOf(${made}))`)).toBe('true');
  });
});

describe('a foreign query', () => {
  const asked = (sql: string) => outcomeOf(queryInChild(start)(sql));

  it('gives rows of texts', async () => {
    const { answer } = (await asked(`SELECT 1 AS a, 2.5, 7::HUGEINT, NULL, 'text', 'nan'::DOUBLE`)) as {
      answer: unknown;
    };
    expect(answer).toEqual([['1', '2.5', '7', null, 'text', 'NaN']]);
  });

  it('that never ends is ended after its time', async () => {
    const sql = 'WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t) SELECT max(a) FROM t';
    expect(await outcomeOf(queryInChild(start, 2)(sql))).toEqual({
      code: 'script_stopped',
      message: expect.stringContaining('it takes longer than 2 s'),
    });
  });

  it.each([
    ['takes gigabytes', 'SELECT list_sum(list_distinct(range(300000000)))'],
    [
      'crashes the database',
      `CALL enable_logging(storage='file', storage_config={'path': '${folder}/logs'}); SELECT 1`,
    ],
  ])('that %s ends its own process only', async (_, sql) => {
    expect(await asked(sql)).toMatchObject({ code: 'script_stopped' });
  });

  it('gives the first rows of very many', async () => {
    const { answer } = (await asked('SELECT * FROM range(100000000000)')) as { answer: unknown[] };
    expect(answer.length).toBeLessThan(10_000);
  });

  it.each([
    ['read a file', `SELECT * FROM read_csv('${secret}')`],
    ['write a file', `COPY (SELECT 1) TO '${written}'`],
    ['write a profile', `SET profiling_output = '${written}'; PRAGMA enable_profiling = 'json'; SELECT 1`],
    ['load a library', 'INSTALL httpfs; LOAD httpfs'],
    ['take more memory', "SET memory_limit = '100GB'; SELECT 1"],
  ])('cannot %s', async (_, sql) => {
    expect(await asked(sql)).toMatchObject({
      message: expect.stringMatching(/disabled by configuration|configuration has been locked/),
    });
  });
});
