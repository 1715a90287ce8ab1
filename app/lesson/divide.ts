// Divides a lesson's file into its front matter and its steps: each heading of level two begins one.
import type { Heading, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Mistakes } from './mistakes.ts';

/** A part of the file as it stands there, and the line of its first character. */
export interface Piece {
  text: string;
  line: number;
}

export interface StepPiece {
  heading: Heading;
  nodes: RootContent[];
  /** What is added to a line of a node to have the line of the file. */
  before: number;
}

export interface Division {
  front: Piece;
  steps: StepPiece[];
}

/** More nested quotes or lists than any text has; each level costs the parser time. */
const deepest = 100;

/** Far more than a lesson has; reading takes time with each of them. */
const most: readonly { what: string; found: RegExp; limit: number }[] = [
  { what: 'steps', found: /^## /gm, limit: 100 },
  { what: 'blocks', found: /^```[a-z]/gm, limit: 300 },
  { what: 'items of lists', found: /^[ \t]*(?:[-*+]|\d+[.)])[ \t]/gm, limit: 1_000 },
  { what: 'formulas', found: /\$`|^```math/gm, limit: 2_000 },
  { what: 'live numbers', found: /\{\{/g, limit: 5_000 },
];
/** In one paragraph: Markdown compares each of its signs with those before it. */
const mostSigns = 1_000;

/** null where there is no front matter. */
export function divide(text: string, mistakes: Mistakes): Division | null {
  const found = /^---[ \t]*\n([\s\S]*?\n|)---[ \t]*(?:\n|$)/.exec(text);
  if (found === null) {
    const why = 'The file does not begin with front matter between two lines of three dashes.';
    mistakes.add('lesson_unreadable', 1, { why }, why);
    return null;
  }
  const before = found[0].match(/\n/g)?.length ?? 0;
  const steps = stepsOf(text.slice(found[0].length), before, mistakes);
  return { front: { text: found[1]!, line: 2 }, steps };
}

/** Says what there is too much of; whether there was anything. */
function refuseExcess(body: string, before: number, mistakes: Mistakes): boolean {
  const refuse = (at: number, why: string) => {
    const line = before + (body.slice(0, at).match(/\n/g)?.length ?? 0) + 1;
    mistakes.add('lesson_unreadable', line, { why }, why);
    return true;
  };
  for (const { what, found, limit } of most) {
    const places = [...body.matchAll(found)];
    if (places.length > limit)
      return refuse(
        places[limit]!.index,
        `The lesson has ${places.length} ${what}; ${limit} are the limit. Divide it.`,
      );
  }
  let at = 0;
  for (const paragraph of body.split('\n\n')) {
    const signs = paragraph.match(/[*_`[\]<>&!~]/g)?.length ?? 0;
    if (signs > mostSigns)
      return refuse(
        at,
        `The paragraph has ${signs} of the signs of Markdown; ${mostSigns} are the limit. Divide it.`,
      );
    at += paragraph.length + 2;
  }
  return false;
}

function stepsOf(body: string, before: number, mistakes: Mistakes): StepPiece[] {
  if (refuseExcess(body, before, mistakes)) return [];
  const nested = body
    .split('\n')
    .findIndex((line) => (/^[\s>*+\d.-]*/.exec(line)?.[0].length ?? 0) > deepest);
  if (nested !== -1) {
    const why = `The line begins with more than ${deepest} spaces, list signs or > signs.`;
    mistakes.add('lesson_unreadable', before + nested + 1, { why }, why);
    return [];
  }
  const steps: StepPiece[] = [];
  for (const node of fromMarkdown(body).children) {
    const line = before + (node.position?.start.line ?? 1);
    if (node.type === 'heading' && node.depth === 2) steps.push({ heading: node, nodes: [], before });
    else if (steps.length > 0) steps.at(-1)!.nodes.push(node);
    else
      mistakes.add(
        'lesson_text_refused',
        line,
        { found: node.type, expected: 'a heading of level two' },
        'Text stands in front of the first step; begin it with a heading of level two (## Title).',
      );
  }
  if (steps.length === 0)
    mistakes.add(
      'lesson_step_needed',
      before,
      {},
      'The lesson has no step; begin one with a heading of level two (## Title).',
    );
  return steps;
}
