// `chainrule inspect`: how a file is read, what its columns hold, its first rows.
import type { Values } from '../../../../contract/issues/values.ts';
import type { Dataset } from '../../../../contract/table/dataset.ts';
import { withBackend } from '../../inProcess.ts';
import { openFile } from '../../options/openFile.ts';
import type { ReadingOptions } from '../../options/readingOptions.ts';
import { columnTable, problemLines, tableSentences } from '../../output/describeTable.ts';
import { short, table } from '../../output/figures.ts';
import { issueLines } from '../../output/issueLines.ts';
import { Output } from '../../output/output.ts';
import { printCells } from './tableCells.ts';

const previewRows = 5;
/** More would not fit a terminal's width. */
const previewColumns = 8;

interface InspectOptions extends ReadingOptions {
  cells?: boolean;
  json?: boolean;
}

export async function inspect(files: readonly string[], options: InspectOptions): Promise<void> {
  const output = new Output(options.json === true);
  await withBackend(async (client) => {
    const opened = await openFile(client, files, options);
    if (options.cells) {
      return printCells(
        client,
        opened.columns.map(({ name }) => name),
      );
    }
    const dataset = await client.dataset.profile();
    const { rows } = await client.dataset.rows({ offset: 0, limit: previewRows });
    output.say(...tableSentences(dataset), '', ...columnTable(dataset), '');
    const shown = dataset.columns.slice(0, previewColumns);
    const more = dataset.columns.length > previewColumns ? ['…'] : [];
    const head = [...shown.map(({ name }) => short(name, 16)), ...more];
    const cells = rows.map((row) => [...shown.map((_, k) => short(row[k] ?? '', 16)), ...more]);
    output.say(
      ...table([head, ...cells], [...shown.map(({ type }) => type === 'number'), ...more.map(() => false)]),
    );
    if (dataset.issues.length > 0) output.say('', ...issueLines(dataset.issues));
    if (dataset.problems.length > 0) output.say('', ...problemLines(dataset));
    output.emit('result', { ...dataset, ...atTheTop(dataset), preview: rows });
  });
}

/** What scripts look for first, beside the whole. */
function atTheTop({ rowsLeftOut: leftOut, dialect, issues }: Dataset) {
  const { delimiter, quote, header, encoding, decimal } = dialect;
  const warnings = issues
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, message, values }) => ({ code, message, line: lineOf(values) }));
  return { leftOut, delimiter, quote, header, encoding, decimal, warnings };
}

/** Of the file, where a finding has one: its own, or the first of several. */
function lineOf({ first, line = first }: Values): number | null {
  return typeof line === 'number' ? line : null;
}
