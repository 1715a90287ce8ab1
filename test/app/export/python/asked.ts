// What the function `predict` of written programs says for rows of raw values: all models are asked by one process of Python.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../../../../app/contract/model.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import type { PythonFile } from '../../../../app/export/python/files.ts';
import type { Case } from '../harness/cases.ts';
import type { TrainedModel } from '../harness/trainedModel.ts';
import { inFolder, type Python, runPython } from './pythons.ts';

const script = `
import importlib.util, json, os, sys
sys.path += sys.argv[2:]
for name in sorted(os.listdir("."), key=int):
    path = os.path.join(name, sys.argv[1])
    spec = importlib.util.spec_from_file_location("program" + name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with open(os.path.join(name, "columns.json"), encoding="utf-8") as file:
        columns = json.load(file)
    print(json.dumps([[float(x) for x in row] for row in module.predict(columns)]))
`;

/** For each case rows x outputs. @param program the file that has `predict` */
export async function askedOf(
  python: Python,
  cases: readonly Case[],
  write: (model: Model) => PythonFile[],
  program: string,
  /** A folder of modules that the program may import. */
  modules?: string,
): Promise<number[][][]> {
  const trained = await Promise.all(cases.map(({ train }) => train()));
  const { stdout, stderr } = await inFolder([], (folder) => {
    for (const [k, one] of trained.entries()) {
      mkdirSync(join(folder, String(k)));
      for (const { name, bytes } of write(one.model)) writeFileSync(join(folder, String(k), name), bytes);
      writeFileSync(join(folder, String(k), 'columns.json'), columnsOf(one));
    }
    return runPython(python, folder, ['-c', script, program, ...(modules === undefined ? [] : [modules])]);
  });
  if (stderr !== '') throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function columnsOf({ model, values }: TrainedModel): string {
  const names = portableModel(model).rawInputs.map(({ name }) => name);
  const cell = (value: number | string) => (typeof value === 'number' && Number.isNaN(value) ? null : value);
  return JSON.stringify(
    Object.fromEntries(names.map((name, k) => [name, values.map((row) => cell(row[k]!))])),
  );
}
