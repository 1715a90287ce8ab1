// A run.json as the workspace writes it, for the tests of storage.
import type { RunRecord } from '../../../app/storage/runRecord.ts';
import { exampleModel } from '../export/exampleModel.ts';

export function exampleRecord(id: string, dataset: Partial<RunRecord['dataset']> = {}): RunRecord {
  const { spec, preparation, metrics } = exampleModel();
  return {
    version: 1,
    id,
    spec,
    preparation,
    dataset: {
      file: { kind: 'path', path: '/data/kinds.csv' },
      fileName: 'kinds.csv',
      bytes: 10,
      modified: 1_700_000_000_000,
      hash: 'ab',
      reading: {},
      files: [],
      ...dataset,
    },
    environment: {
      chainrule: '0.1.0',
      node: 'v20.19.0',
      platform: 'linux',
      arch: 'x64',
      isa: 'avx2',
      threads: 2,
    },
    startedAt: '2026-01-02T03:04:05.678Z',
    endedAt: null,
    state: 'running',
    reason: null,
    epoch: 3,
    step: 12,
    seconds: 0.5,
    best: { epoch: 2, loss: 0.25 },
    divergedAt: null,
    cause: null,
    changes: [],
    metrics,
    testViews: 0,
    openedFrom: null,
    fingerprint: null,
  };
}
