// `npm run package`: builds what is out of date and packages it for this system with electron-builder, which fetches
// Electron and its own tools. Further arguments are electron-builder's, e.g. `-- --dir` for a folder without an installer.
import { buildOrExit } from './build.js';
import { commandOf, runNode } from './tool.js';

await buildOrExit(console.log);
process.exitCode = await runNode(commandOf('electron-builder'), [
  '--publish',
  'never',
  ...process.argv.slice(2),
]);
