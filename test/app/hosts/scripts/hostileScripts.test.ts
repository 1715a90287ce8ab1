// Scripts from files that somebody else wrote: whatever they try ends in an answer or in one sentence, and harms nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { forkScript } from '../../../../app/hosts/scripts/forkedScript.ts';
import {
  permissionFlags,
  scriptEnvironment,
  scriptFlags,
} from '../../../../app/hosts/scripts/scriptFlags.ts';
import { runInChild } from '../../../../app/workspace/exporting/runInChild.ts';
import { programFolder } from '../../../../app/workspace/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'chainrule-script-'));
const secret = join(folder, 'secret.txt');
const written = join(folder, 'written.txt');
writeFileSync(secret, 'a secret');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = runInChild(forkScript, 5);
const said = (script: string) =>
  run(script).then(
    (answer) => ({ answer }),
    (error: Error & { code?: string }) => ({ code: error.code, message: error.message }),
  );

/** Writes a file, by way of the error of an import that is not allowed: an object of Node's. */
const escaping = `(() => {
  import('node:fs').catch((error) => {
    const { getBuiltinModule } = error.constructor.constructor('return process')();
    getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(written)}, 'here');
  });
  return 'begun';
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

  it('that gets out of a context of node:vm does nothing here', async () => {
    const options = {
      codeGeneration: { strings: false, wasm: false },
      microtaskMode: 'afterEvaluate',
    } as const;
    new Script(escaping).runInContext(createContext(Object.create(null), options));
    await new Promise(setImmediate);
    expect(existsSync(written)).toBe(true);
    rmSync(written);
    expect(await said(escaping)).toEqual({ answer: 'begun' });
    expect(existsSync(written)).toBe(false);
  });

  it('that never ends is ended after its time', async () => {
    expect(await said('for (;;);')).toEqual({
      code: 'script_stopped',
      message: expect.stringMatching(/^The program in the file was stopped: it takes longer than 5 s\. /),
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

  it('that floods the queue of promises is ended, too', async () => {
    expect(await said(`const f = () => Promise.resolve().then(f); f(); 'begun'`)).toMatchObject({
      code: 'script_stopped',
    });
  });
});

describe('a process with the flags of a foreign script', () => {
  const runner = join(programFolder, 'dist/app/hosts/scripts/scriptRunner.js');
  const outcome = (code: string) => {
    const program = `try { console.log(JSON.stringify(${code})) } catch (error) { console.log(error.code ?? error.name) }`;
    const flags = [...permissionFlags(runner), ...scriptFlags];
    return spawnSync(process.execPath, [...flags, '--eval', program], {
      env: scriptEnvironment,
      encoding: 'utf8',
    }).stdout.trim();
  };

  it.each([
    [
      'reads no file',
      `require('node:fs').readFileSync(${JSON.stringify(secret)}, 'utf8')`,
      'ERR_ACCESS_DENIED',
    ],
    [
      'writes no file',
      `require('node:fs').writeFileSync(${JSON.stringify(written)}, '')`,
      'ERR_ACCESS_DENIED',
    ],
    ['starts no program', `require('node:child_process').execFileSync('true')`, 'ERR_ACCESS_DENIED'],
    ['makes no code of texts', `new Function('return 1')()`, 'EvalError'],
    ['has no environment', 'Object.keys(process.env)', '[]'],
  ])('%s', (_, code, expected) => {
    expect(outcome(code)).toBe(expected);
  });
});
