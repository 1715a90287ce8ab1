// `npm run package`: builds what is out of date and packages it for this system with electron-builder, which fetches
// Electron and its own tools; then writes the bill of materials beside the installers. Further arguments are
// electron-builder's, e.g. `-- --dir` for a folder without an installer.
import { join } from 'node:path';
import { writeBillOfMaterials } from './billOfMaterials.js';
import { buildOrExit } from './build.js';
import { commandOf, root, runNode } from './tool.js';

await buildOrExit(console.log);
process.exitCode = await runNode(commandOf('electron-builder'), [
  '--publish',
  'never',
  ...process.argv.slice(2),
]);
if (process.exitCode === 0) writeBillOfMaterials(join(root, 'release'));
