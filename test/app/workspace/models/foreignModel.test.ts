// A model in a form of another program, by its path: predictions of new rows, and the model in another format.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { foreignGraphs } from '../../export/onnx/foreignGraphs.ts';
import { connect, written } from '../table/openedTable.ts';

it('a foreign ONNX file predicts a table and is written as safetensors', async () => {
  const table = await written('new.csv', ['x 1,x 2,x 3', '0.5,1,-2', '1,,3']);
  const path = join(dirname(table), 'dense.onnx');
  await writeFile(path, foreignGraphs[0]!.bytes);
  const client = connect();
  const model = { kind: 'path', path } as const;
  let csv = '';
  for await (const piece of await client.models.predict({ model, file: { kind: 'path', path: table } }))
    csv += piece;
  const [header, ...rows] = csv.trim().split('\n');
  expect(header).toContain('prediction_out 1');
  expect(rows).toHaveLength(2);
  const { files } = await client.export.file({ model: model, format: 'safetensors' });
  const bytes = new Uint8Array(await files[0]!.arrayBuffer());
  expect(decodeModel(bytes, 'a')).toEqual(decodeModel(foreignGraphs[0]!.bytes, 'b'));
});

it('a dropped ONNX file opens as a model', async () => {
  const path = join(dirname(await written('any.csv', ['a', '1'])), 'dense.onnx');
  await writeFile(path, foreignGraphs[0]!.bytes);
  const opened = await connect().workspace.open({ file: { kind: 'path', path } });
  expect(opened).toMatchObject({ kind: 'model', withTable: false });
});
