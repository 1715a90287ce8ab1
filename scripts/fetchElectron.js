// The child of electronBinary.js: downloads Electron with Electron's own downloader, which checks the checksum, tells
// its parent of every piece, and lets Electron's own installer unpack it.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, runNode } from './tool.js';

const folder = join(root, 'node_modules/electron');
const requireFromElectron = createRequire(join(folder, 'package.json'));

/** @param {import('./electronBinary.js').FetchMessage} message */
const tell = (message) => process.send?.(message);

/** The first line of the deepest cause: `fetch failed` is only the outermost. @param {unknown} error @returns {string} */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? reasonOf(error.cause) : (error.message.split('\n')[0] ?? '');
}

if (process.env.HTTPS_PROXY || process.env.https_proxy) process.env.ELECTRON_GET_USE_PROXY = 'true';

try {
  const { downloadArtifact } = await import(pathToFileURL(requireFromElectron.resolve('@electron/get')).href);
  tell({ asking: true });
  await downloadArtifact({
    version: requireFromElectron('./package.json').version,
    artifactName: 'electron',
    cacheRoot: process.env.electron_config_cache,
    checksums: requireFromElectron('./checksums.json'),
    platform: process.platform,
    arch: process.arch,
    downloadOptions: {
      quiet: true,
      getProgressCallback: (/** @type {import('./electronBinary.js').Bytes} */ { transferred, total }) =>
        tell({ bytes: { transferred, total } }),
    },
  });
  tell({ unpacking: true });
  const code = await runNode(join(dirname(requireFromElectron.resolve('./package.json')), 'install.js'), []);
  if (code !== 0) throw new Error('its archive could not be unpacked');
} catch (error) {
  tell({ failed: reasonOf(error) });
  process.exitCode = 1;
}
process.disconnect?.();
