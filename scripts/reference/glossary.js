// The glossary as data for the page: its terms and their meanings in both languages. Goes in as Markdown (docs/glossary.md), comes out as
// JSON, one entry for each row of a table that has Korean. What is for authors only, `*(...)*`, is left out.

/** @param {string} markdown */
export function glossaryTerms(markdown) {
  const entries = markdown
    .split('\n')
    .map((line) => line.split('|').slice(1, -1).map(plain))
    // English, Korean, Meaning, Korean meaning, Never: the tables about the engine have no Korean.
    .filter((cells) => cells.length === 5 && cells[0] !== 'English' && !/^-+$/.test(cells[0] ?? ''))
    .map(([en, ko, means, meansKorean]) => ({ term: { en, ko }, meaning: { en: means, ko: meansKorean } }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}

/** @param {string} cell */
function plain(cell) {
  return cell
    .replaceAll(/\*\(.*?\)\*/g, '')
    .replaceAll(/[*`]/g, '')
    .trim();
}
