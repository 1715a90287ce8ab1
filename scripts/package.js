// `npm run package`: builds what is out of date and packages it for this system with electron-builder, which fetches
// Electron and its own tools; then writes the bill of materials beside the installers. The environment says who signs
// (signing.js) and where the program looks for updates (releasePlace.js). Further arguments are
// electron-builder's, e.g. `-- --dir` for a folder without an installer.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBillOfMaterials } from './billOfMaterials.js';
import { buildOrExit } from './build.js';
import { releasePlace } from './releasePlace.js';
import { dropEmpty, signingFor } from './signing.js';
import { commandOf, root, runNode } from './tool.js';

const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
dropEmpty(process.env);
const signing = signingFor(process.platform, process.env);
if ('refusal' in signing) refuse(signing.refusal);
const place = releasePlace(process.platform, signing.signed, process.env.CHAINRULE_RELEASES, repository);
if ('refusal' in place) refuse(place.refusal);
console.log(`${signing.line}\n${place.line}`);

await buildOrExit(console.log);
process.exitCode = await runNode(
  commandOf('electron-builder'),
  ['--publish', 'never', ...signing.options, ...place.options, ...process.argv.slice(2)],
  { env: signing.env },
);
if (process.exitCode === 0) writeBillOfMaterials(join(root, 'release'));

/**
 * @param {string} sentence
 * @returns {never}
 */
function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}
