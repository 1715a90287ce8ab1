// The format of a JavaScript module: written, read back, run by node where it is installed.
import type { Format } from '../format.ts';
import { goldenRowsOfModule, readModule, textOf } from './readModule.ts';
import { writeModule } from './writeModule.ts';

export const javascriptFormat: Format = {
  write: writeModule,
  needs: 'script',
  predict: readModule,
  program: {
    name: 'node',
    steps: ([file]) => {
      // In an address, letters such as # and % of a name mean something else.
      const program = `import(require('node:url').pathToFileURL(${JSON.stringify(file!.name)})).then(({ check }) => {
  const { rows, largest } = check();
  console.log(rows + ' golden rows, largest difference ' + largest.toExponential(1));
});`;
      return [[['node', '--version']], [['node', '--eval', program]]];
    },
  },
  goldenRows: ([file], { script }) => goldenRowsOfModule(script, textOf(file)),
};
