// What the table of formats promises: whatever has a reader is read back, golden rows come back as they went in, and programs check the
// files that they are told.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ExportFormat, exportFormats } from '../../../app/contract/exportFormats.ts';
import type { Format } from '../../../app/export/format.ts';
import { formats } from '../../../app/export/formats.ts';
import { agreement } from '../../../app/export/portable/agreement.ts';
import { hostileModel } from './portable/hostileModel.ts';
import { runnersHere } from './runnersHere.ts';

/** An ensemble of two networks. */
const { portable: whole, values, predictions } = hostileModel();
const { goldenRows } = whole.model;
const written = (format: ExportFormat) => formats[format].write(whole, 'table #1 at 50%');

const having = (what: keyof Format) => exportFormats.filter((format) => formats[format][what] !== undefined);

describe('a format', () => {
  // ONNX has texts of its own that it cannot hold.
  it.each(having('predict').filter((format) => !format.startsWith('onnx')))(
    '%s is read back',
    async (format) => {
      const { predictions: found } = await formats[format].predict!(
        await written(format),
        values,
        runnersHere,
      );
      expect(agreement(predictions, found).largest).toBeLessThan(1e-6);
    },
  );

  it.each(having('goldenRows'))('%s carries the golden rows', async (format) => {
    expect(await formats[format].goldenRows!(await written(format), runnersHere)).toEqual(goldenRows);
  });

  it.each(having('goldenRows'))('%s has none where the model has none', async (format) => {
    const { goldenRows: _, ...without } = whole.model;
    const files = await formats[format].write({ ...whole, model: without }, 'x');
    expect(await formats[format].goldenRows!(files, runnersHere)).toBeNull();
  });

  it.each(['c', 'javascript'] as const)('%s is checked by its program', async (format) => {
    const folder = await mkdtemp(join(tmpdir(), 'chainrule-format-'));
    try {
      const files = await written(format);
      for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
      const outputs = formats[format].program!.steps(files).map((alternatives) => {
        const [command, ...args] = alternatives[0]!;
        const { stdout, stderr, status } = spawnSync(command.replace('./', `${folder}/`), args, {
          cwd: folder,
          encoding: 'utf8',
        });
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        return stdout;
      });
      expect(outputs.at(-1)).toMatch(/^\d+ golden rows, largest difference \d\S*\n$/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
