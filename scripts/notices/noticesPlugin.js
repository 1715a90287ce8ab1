// Part of the page's build: writes THIRD_PARTY_NOTICES.txt into the page and, for `npm run package`, into dist (electron-builder takes
// a file either into the archive or beside the program), and dist/shipped.json, which the bill of materials needs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tool.js';
import { noticesText } from './noticesText.js';
import { pageSoftware } from './pageSoftware.js';
import { shippedSoftware } from './shipped.js';

const noticesFile = 'THIRD_PARTY_NOTICES.txt';
const dist = join(root, 'dist');
export const shippedFile = join(dist, 'shipped.json');

/** @returns {import('vite').Plugin} */
export function noticesPlugin() {
  return {
    name: 'third-party-notices',
    apply: 'build',
    generateBundle(_options, bundle) {
      const styles = [...this.getModuleIds()].filter((id) => /\.css(\?|$)/.test(id));
      const shipped = shippedSoftware(pageSoftware([...styles, ...contents(bundle)]));
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      const copyright = /** @type {string} */ (
        /^Copyright.*$/m.exec(readFileSync(join(root, 'LICENSE'), 'utf8'))?.[0]
      );
      const source = noticesText({ version, copyright }, shipped);
      this.emitFile({ type: 'asset', fileName: noticesFile, source });
      mkdirSync(dist, { recursive: true });
      writeFileSync(join(dist, noticesFile), source);
      writeFileSync(shippedFile, JSON.stringify(shipped.map(({ texts, ...facts }) => facts)));
    },
  };
}

/**
 * Modules of which code is left, and files that are copied as they are.
 * @param {import('vite').Rolldown.OutputBundle} bundle
 */
function contents(bundle) {
  return Object.values(bundle).flatMap((file) =>
    file.type === 'chunk'
      ? Object.entries(file.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []))
      : file.originalFileNames.map((name) => join(root, 'renderer', name)),
  );
}
