// All shipped software of others as one text to read: a list with each one's licence, then the licences' words, each once with the
// names that it holds for.

/** @typedef {import('./software.js').Software} Software */

const rule = '-'.repeat(80);

/**
 * @param {{ version: string, copyright: string }} chainrule
 * @param {readonly Software[]} shipped
 */
export function noticesText({ version, copyright }, shipped) {
  const head = [
    `Chainrule ${version}`,
    copyright,
    '',
    'Chainrule is shipped with the software below, which is not ours. The desktop program is Electron with Chromium and Node.js: ' +
      'their notices lie beside the program, in LICENSE.electron.txt and LICENSES.chromium.html.',
    '',
    ...shipped.map((one) => `  ${nameOf(one)}: ${one.license} (in ${one.usedIn})`),
  ];
  const sections = [...byWords(shipped)].map(([words, names]) => [rule, ...names, '', words].join('\n'));
  return `${[head.join('\n'), ...sections].join('\n\n')}\n`;
}

/** @type {(software: Software) => string} */
const nameOf = ({ name, version }) => (version === null ? name : `${name} ${version}`);

/** @param {readonly Software[]} shipped */
function byWords(shipped) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const one of shipped)
    for (const words of one.texts) found.set(words, [...(found.get(words) ?? []), nameOf(one)]);
  return found;
}
