/// <reference types="vite/client" />
// Class sheets as one HTML file to print: no scripts, no addresses, one lesson after the other, each on pages of its own. No part of a page
// is needed, so that the terminal runs the same code (scripts/reportBundle.js builds it for Node).

import type { Lesson, WriteSheet } from '../../app/contract/lesson/lesson.ts';
import { m } from '../paraglide/messages.js';
import { type Markup, tag } from '../report/document/markup.ts';
import { pageOf } from '../report/document/page.ts';
import { speaking } from '../report/document/speaking.ts';
import { lessonName } from '../wording/lesson/lessonWords.ts';
import own from './sheet.css?raw';
import { blockOf } from './sheetBlocks.ts';

export const writeSheet: WriteSheet = (lessons, language) =>
  speaking(language, () => {
    const title = lessons.length === 1 ? lessonName(lessons[0]!) : m.sheet_title();
    return pageOf({ language, title, style: own }, tag('main', {}, ...lessons.map(lessonOf)));
  });

function lessonOf(lesson: Lesson): Markup {
  const { summary, table, target, features, steps } = lesson;
  const named = [m.sheet_name(), m.sheet_class(), m.sheet_date()];
  return tag(
    'article',
    {},
    tag(
      'header',
      {},
      tag('p', { class: 'named' }, ...named.map((label) => tag('span', {}, label))),
      tag('h1', {}, lessonName(lesson)),
      tag('p', { class: 'about' }, summary),
      tag('p', { class: 'quiet' }, m.sheet_table({ table, target, features: features.join(', ') })),
    ),
    ...steps.map(({ title, blocks }, index) =>
      tag(
        'section',
        { class: 'step' },
        tag('h2', {}, tag('span', { class: 'number' }, String(index + 1)), title),
        ...blocks.map(blockOf),
      ),
    ),
  );
}
