// `chainrule inspect`: how a file is read, what its columns hold, its first rows.
import { columnTable, issueSentence, tableSentence } from './describe.ts';
import { short, table } from './figures.ts';
import { fileRef, withBackend } from './inProcess.ts';
import { Output } from './output.ts';

const previewRows = 5;
/** More would not fit a terminal's width. */
const previewColumns = 8;

export async function inspect(file: string, options: { json?: boolean }): Promise<void> {
  const output = new Output(options.json === true);
  await withBackend(async (client) => {
    await client.dataset.open({ file: fileRef(file) });
    const dataset = await client.dataset.profile();
    const { rows } = await client.dataset.rows({ offset: 0, limit: previewRows });
    output.say(tableSentence(dataset), '', ...columnTable(dataset), '');
    const shown = dataset.columns.slice(0, previewColumns);
    const more = dataset.columns.length > previewColumns ? ['…'] : [];
    const head = [...shown.map(({ name }) => short(name, 16)), ...more];
    const cells = rows.map((row) => [...shown.map((_, k) => short(row[k] ?? '', 16)), ...more]);
    output.say(
      ...table([head, ...cells], [...shown.map(({ type }) => type === 'number'), ...more.map(() => false)]),
    );
    if (dataset.issues.length > 0) output.say('', ...dataset.issues.map(issueSentence));
    output.emit('result', { ...dataset, preview: rows });
  });
}
