// A report as the text of one file: data of the contract in, HTML or Markdown out, in English or Korean. No part of a page is needed,
// so that the terminal runs the same code (scripts/reportBundle.js builds it for Node). A further section is one file in sections/
// and its line below.

import type { Report, WriteReport } from '../../app/contract/report.ts';
import { m } from '../paraglide/messages.js';
import { numbers } from '../wording/numbers.ts';
import type { ReportDocument, Section } from './document/blocks.ts';
import { htmlOf } from './document/html.ts';
import { markdownOf } from './document/markdown.ts';
import { speaking } from './document/speaking.ts';
import { data } from './sections/data.ts';
import { limits } from './sections/limits.ts';
import { mistakes } from './sections/mistakes.ts';
import { network } from './sections/network.ts';
import { opening } from './sections/opening.ts';
import { repeats } from './sections/repeats.ts';
import { reproduce } from './sections/reproduce.ts';
import { results } from './sections/results.ts';
import { training } from './sections/training.ts';
import { worth } from './sections/worth.ts';

/** In this order; one that has nothing to say gives null. */
const sections: readonly ((report: Report) => Section | null)[] = [
  results,
  mistakes,
  worth,
  repeats,
  limits,
  data,
  network,
  training,
  reproduce,
];

export const writeReport: WriteReport = (report, { language, form, now }) =>
  speaking(language, () => {
    const document: ReportDocument = {
      language,
      ...opening(report),
      sections: sections.map((section) => section(report)).filter((section) => section !== null),
      closing: m.report_closing({ version: report.version, when: numbers().dayAndTime(now) }),
    };
    return form === 'html' ? htmlOf(document) : markdownOf(document);
  });
