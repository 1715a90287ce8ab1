// Where a run is wrong in a sentence or two, and the names of cells of the confusion matrix.
import type { Evaluation } from '../../../../app/contract/run/evaluation.ts';
import { confusedPairs } from '../../../charts/scores/confusion.ts';
import { m } from '../../../paraglide/messages.js';
import { counts } from '../../../wording/counts.ts';
import { measuredIn } from '../../../wording/inUnits.ts';
import { numbers } from '../../../wording/numbers.ts';
import { nameInSentence } from '../../../wording/oneLine.ts';

/** Fewer rows tell little. */
const fewRows = 30;
/** Most names of classes in a sentence. */
const mostNamed = 3;

/** @param target index of the target of numbers. */
export function headline(evaluation: Evaluation, target: number): { title: string; more: string[] } {
  const { detail, on } = evaluation;
  const rows = evaluation.rows[on];
  const few = rows < fewRows ? [m.wrong_few()] : [];
  if (detail.kind === 'class') {
    const { title, pair } = classTitle(detail, counts.rows(rows));
    return { title, more: [...pair, ...absentClasses(detail), ...few] };
  }
  const shown = detail.targets[target] ?? detail.targets[0];
  const write = measuredIn(shown?.unit, 3);
  const [worst] = evaluation.worst;
  return {
    title: m.wrong_headline_number({
      target: nameInSentence(shown?.name ?? ''),
      error: write(shown?.mae ?? Number.NaN),
      rows: counts.rows(rows),
    }),
    // Of several targets the worst rows are judged by all of them together.
    more: [
      ...(worst && detail.targets.length === 1
        ? [m.wrong_headline_worst({ worst: write(worst.measure) })]
        : []),
      ...few,
    ],
  };
}

type Classes = Extract<Evaluation['detail'], { kind: 'class' }>;

function classTitle({ confused, classes }: Classes, rows: string): { title: string; pair: string[] } {
  const pairs = confusedPairs(confused);
  const wrong = pairs.reduce((sum, [, , count]) => sum + count, 0);
  const [most] = pairs;
  if (!most) return { title: m.wrong_headline_none({ rows }), pair: [] };
  return {
    title: m.wrong_headline({ count: wrong, text: numbers().whole(wrong), rows }),
    pair: [
      m.wrong_headline_pair({
        actual: nameInSentence(classes[most[0]] ?? ''),
        predicted: nameInSentence(classes[most[1]] ?? ''),
        count: counts.rows(most[2]),
      }),
    ],
  };
}

/** A class without a row here has no errors, which says nothing. */
function absentClasses({ perClass }: Classes): string[] {
  const absent = perClass.filter(({ rows }) => rows === 0);
  if (absent.length === 0) return [];
  const named = absent.slice(0, mostNamed).map(({ value }) => nameInSentence(value));
  if (absent.length > mostNamed) named.push(`+${numbers().whole(absent.length - mostNamed)}`);
  return [m.wrong_absent({ classes: numbers().list(named) })];
}

/** null stands for every class. */
export function cellName(
  classes: readonly string[],
  actual: number | null,
  predicted: number | null,
): string {
  const name = (index: number) => nameInSentence(classes[index] ?? '');
  if (actual === null) return m.wrong_rows_predicted({ predicted: name(predicted ?? 0) });
  if (predicted === null) return m.wrong_rows_actual({ actual: name(actual) });
  return m.wrong_rows_cell({ actual: name(actual), predicted: name(predicted) });
}
