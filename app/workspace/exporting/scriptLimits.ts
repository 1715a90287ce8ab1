// What a foreign script may take: more the longer it is, since a large model is a long script, but never all that the computer has.
import type { ScriptRequest } from './scriptPort.ts';

export interface ScriptLimits {
  /** Bytes. */
  memory: number;
  seconds: number;
}

type Language = ScriptRequest['language'];
const mebi = 2 ** 20;

/** Of an empty script. A Node process takes some 60 MiB before it reads anything; with DuckDB 110. */
const least: Record<Language, ScriptLimits> = {
  javascript: { memory: 256 * mebi, seconds: 30 },
  sql: { memory: 512 * mebi, seconds: 30 },
};

/** Measured: a module of 4,900,000 parameters, 60 MiB, needs 745 MiB, and a slow computer parses 1 MiB of it per second. A query of 50,000
 *  parameters, 1.5 MiB, needs 800 MiB and 15 s, most of them for its plan. */
const perLetter: Record<Language, ScriptLimits> = {
  javascript: { memory: 24, seconds: 1 / mebi },
  sql: { memory: 1_024, seconds: 60 / mebi },
};

/** Twice what the longest script of our own may take. */
const most: ScriptLimits = { memory: 4_096 * mebi, seconds: 300 };

export function scriptLimits(
  language: Language,
  letters: number,
  leastSeconds = least[language].seconds,
): ScriptLimits {
  const { memory, seconds } = perLetter[language];
  return {
    memory: Math.min(least[language].memory + memory * letters, most.memory),
    seconds: Math.min(leastSeconds + Math.round(seconds * letters), most.seconds),
  };
}
