// The blocks of a lesson's step on paper: texts with blanks for numbers, questions with boxes and lines, goals as a checklist. Answers,
// hints and reasons are left out.

import type { Block, Goal, Inline, Question } from '../../app/contract/lesson/lesson.ts';
import { m } from '../paraglide/messages.js';
import { joined, type Markup, tag } from '../report/document/markup.ts';
import { mathOf } from './mathml.ts';

export function lineOf(parts: readonly Inline[]): Markup {
  return joined(parts.map(inlineOf));
}

function inlineOf(part: Inline): Markup | string {
  switch (part.kind) {
    case 'code':
      return tag('code', {}, part.text);
    case 'strong':
      return tag('strong', {}, lineOf(part.parts));
    case 'emphasis':
      return tag('em', {}, lineOf(part.parts));
    case 'math':
      return mathOf(part.tex, false);
    case 'value':
      return blank();
    default:
      return part.text;
  }
}

const blank = () => tag('span', { class: 'blank', role: 'img', 'aria-label': m.sheet_blank() });
const box = () => tag('span', { class: 'box', 'aria-hidden': 'true' });
const writing = (lines: number) =>
  tag('div', { class: 'writing', 'aria-hidden': 'true' }, ...Array.from({ length: lines }, () => tag('div')));

export function blockOf(block: Block): Markup {
  switch (block.kind) {
    case 'paragraph':
      return tag('p', {}, lineOf(block.parts));
    case 'list':
      return tag(block.ordered ? 'ol' : 'ul', {}, ...block.items.map((item) => tag('li', {}, lineOf(item))));
    case 'math':
      return tag('div', { class: 'math' }, mathOf(block.tex, true));
    case 'question':
      return questionOf(block.question);
    case 'goal':
      return goalOf(block.goal);
  }
}

function questionOf({ ask, options }: Question): Markup {
  return tag(
    'section',
    { class: 'question' },
    tag('h3', {}, lineOf(ask)),
    options === null
      ? tag('p', {}, m.sheet_answer(), ' ', blank())
      : tag('ul', { class: 'boxes' }, ...options.map((option) => tag('li', {}, box(), lineOf(option)))),
    tag('p', { class: 'quiet' }, m.sheet_why()),
    writing(2),
  );
}

function goalOf({ goal }: Goal): Markup {
  return tag('section', { class: 'goal' }, tag('p', {}, box(), lineOf(goal)), writing(1));
}
