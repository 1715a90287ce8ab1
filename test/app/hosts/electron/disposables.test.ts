// The desktop's processes that unpack files and run foreign scripts: the backend asks the main process for them, which passes on what they say.
import { beforeEach, expect, it, vi } from 'vitest';
import type { UnpackRequest } from '../../../../app/dataset/source/unpacker/unpackerPort.ts';
import { AskedDisposables } from '../../../../app/hosts/electron/disposables.ts';
import { UtilityBackend } from '../../../../app/hosts/electron/utilityBackend.ts';
import { type ElectronDouble, electronDouble } from './electronDouble.ts';

const request = { path: '/data/a.xlsx', limits: { memory: 256 * 2 ** 20 } } as unknown as UnpackRequest;
const scripts = {
  backend: '/program/backend.js',
  unpacker: '/program/unpacker.js',
  scriptRunner: '/program/scripts/scriptRunner.js',
};

let double: ElectronDouble;
beforeEach(() => {
  double = electronDouble();
  const events = { ready: () => {}, unable: () => {}, held: () => {}, exited: () => {} };
  new UtilityBackend(double.electron.utilityProcess.fork, scripts, '/home', { restore: true }, events);
});
const process = (at: number) => double.processes[at] as ElectronDouble['processes'][number];

it('are started for the backend, and what they say is passed on until they are gone', () => {
  const backend = process(0);
  backend.emit('message', { type: 'unpack', id: 7, request });
  const unpacker = process(1);
  expect(unpacker).toMatchObject({ script: '/program/unpacker.js', settings: request });
  expect(unpacker.execArgv).toEqual(['--max-old-space-size=256']);
  unpacker.emit('message', { type: 'progress', fraction: 0.5 });
  backend.emit('message', { type: 'endDisposable', id: 7 });
  backend.emit('message', { type: 'endDisposable', id: 7 });
  expect(backend.told).toEqual([
    { type: 'disposableSaid', id: 7, message: { type: 'progress', fraction: 0.5 } },
    { type: 'disposableExited', id: 7, how: 'exit code 15' },
  ]);
});

it('run a script that they are told as the first message, with nothing of the environment', () => {
  const backend = process(0);
  const script = { language: 'javascript', script: '1 + 1', memory: 2 ** 28, longest: 9 };
  backend.emit('message', { type: 'runScript', id: 3, request: script });
  const runner = process(1);
  expect(runner).toMatchObject({ script: '/program/scripts/scriptRunner.js', told: [script] });
  expect(runner.env).toEqual({});
});

it('end with the backend', () => {
  const backend = process(0);
  backend.emit('message', { type: 'unpack', id: 1, request });
  const died = vi.spyOn(process(1), 'kill');
  backend.dies(11);
  expect(died).toHaveBeenCalledOnce();
  expect(backend.told).toEqual([]);
});

it('answer the part of the backend that asked', () => {
  const ask = vi.fn();
  const disposables = new AskedDisposables(ask);
  const events = [1, 2].map(() => ({ message: vi.fn(), exited: vi.fn() }));
  const [first] = events.map((own) => disposables.startUnpacker(request, own));
  expect(ask.mock.calls).toEqual([
    [{ type: 'unpack', id: 1, request }],
    [{ type: 'unpack', id: 2, request }],
  ]);
  disposables.take({ type: 'disposableSaid', id: 2, message: 'a' });
  first?.kill();
  expect(ask).toHaveBeenLastCalledWith({ type: 'endDisposable', id: 1 });
  disposables.take({ type: 'disposableExited', id: 1, how: 'exit code 15' });
  disposables.take({ type: 'disposableSaid', id: 1, message: 'late' });
  expect(events.map((own) => [own.message.mock.calls, own.exited.mock.calls])).toEqual([
    [[], [['exit code 15']]],
    [[['a']], []],
  ]);
});
