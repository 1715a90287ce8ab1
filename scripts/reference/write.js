// `npm run reference`: writes docs/cli.md from what `--help` prints, docs/spec.md from the schema of the run spec, and the page's terms and
// their names from docs/glossary.md, so that none is kept by hand. test/documents/reference.test.ts says when one of them is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { buildOrExit } from '../build.js';
import { root } from '../tool.js';
import { cliReference } from './commandLine.js';
import { glossaryNames, glossaryTerms } from './glossary.js';
import { lessonReference } from './lessons.js';
import { specReference } from './spec.js';

/** @typedef {import('./spec.js').Schema} Schema */

await buildOrExit(console.log);
const built = (/** @type {string} */ file) => import(pathToFileURL(join(root, 'dist/app', file)).href);
const { buildProgram } = await built('hosts/cli/program.js');
const { runSpecSchema } = await built('contract/spec/spec.js');
const { defaultColumnPreparation } = await built('contract/spec/columnPreparation.js');
const schema = /** @type {Schema} */ (z.toJSONSchema(runSpecSchema, { io: 'input' }));
writeFileSync(join(root, 'docs/cli.md'), await cliReference(() => buildProgram({ exit: () => {} })));
writeFileSync(
  join(root, 'docs/spec.md'),
  specReference(schema, { 'data.columns[].prepare': defaultColumnPreparation }),
);
const { lessonViews, lessonControls } = await built('contract/lesson/arrangement.js');
const { lessonSettings } = await built('contract/lesson/settings.js');
const { quantities, quantityFunctions, numberFunctions } = await built('contract/lesson/quantities.js');
const lessons = join(root, 'docs/lessons.md');
writeFileSync(
  lessons,
  lessonReference(readFileSync(lessons, 'utf8'), {
    ...{ settings: lessonSettings, views: lessonViews, controls: lessonControls },
    ...{ quantities, functions: quantityFunctions, numberFunctions },
  }),
);
const glossary = readFileSync(join(root, 'docs/glossary.md'), 'utf8');
writeFileSync(join(root, 'renderer/wording/glossaryTerms.json'), glossaryTerms(glossary));
writeFileSync(join(root, 'app/lesson/text/glossaryNames.ts'), glossaryNames(glossary));
