// Settings of an optimizer, a schedule or a loss on the command line: `beta1=0.8 epsilon=1e-7`, also separated by commas. Names are those
// of the contract, in any case and with or without `-` and `_`; which names exist depends on the optimizer, schedule or loss.
import { InvalidArgumentError } from 'commander';
import { nearNames } from '../../../contract/nearNames.ts';
import type { Setting, Settings } from '../../../contract/spec/settings.ts';
import { wrongUsage } from '../output/failure.ts';
import { plain, refused } from './parse.ts';

/** Name and text of each, not yet checked. For an option that takes several values and may be given again. */
export function pairs(text: string, before: [name: string, value: string][] = []): [string, string][] {
  const found = text.split(',').map((pair): [string, string] => {
    const [name = '', value, ...rest] = pair.split('=');
    if (name.trim() === '' || value === undefined || value.trim() === '' || rest.length > 0) {
      throw new InvalidArgumentError('Expected name=value, such as epsilon=1e-7.');
    }
    return [name.trim(), value.trim()];
  });
  return [...before, ...found];
}

/** The values of `pairs` by the names in `settings`, those of `what`. Throws CommanderError for a name that is not there or a
 *  value of the wrong kind, AppError option_invalid for one outside its range. */
export function settingValues(
  option: string,
  given: readonly [name: string, value: string][],
  settings: Settings,
  what: string,
): Record<string, number | boolean | string> {
  const names = Object.keys(settings);
  return Object.fromEntries(
    given.map(([wanted, text]) => {
      const name = names.find((one) => plain(one) === plain(wanted));
      const setting = name === undefined ? undefined : settings[name];
      if (name === undefined || setting === undefined) throw unknown(option, wanted, names, what);
      return [name, settingValue(`${option} ${name}`, text, setting)];
    }),
  );
}

function unknown(option: string, wanted: string, names: string[], what: string): Error {
  if (names.length === 0) return wrongUsage(`${option}: ${what} has no settings; found ${wanted}.`);
  const nearest = nearNames(wanted, names)[0];
  return wrongUsage(
    `${option}: ${what} has no setting ${wanted}; did you mean ${nearest}? It has ${names.join(', ')}.`,
  );
}

function settingValue(option: string, text: string, setting: Setting): number | boolean | string {
  if (setting.kind === 'number') {
    const value = Number(text);
    const kind = setting.whole ? 'a whole number' : 'a number';
    const expected = `${kind} from ${setting.min} to ${setting.max}`;
    const whole = setting.whole !== true || Number.isInteger(value);
    if (whole && value >= setting.min && value <= setting.max) return value;
    throw refused(option, expected, text);
  }
  if (setting.kind === 'flag') {
    const value = { true: true, yes: true, on: true, false: false, no: false, off: false }[plain(text)];
    if (value !== undefined) return value;
    throw refused(option, 'true or false', text);
  }
  const choice = setting.choices.find((one) => plain(one) === plain(text));
  if (choice !== undefined) return choice;
  throw refused(option, setting.choices.join(' or '), text);
}

/** `adam: learningRate 0.001, beta1 0.9, ...` for each kind that has settings. */
export function settingLines(table: Record<string, Settings>): string[] {
  return Object.entries(table).flatMap(([name, settings]) => {
    const shown = Object.entries(settings).map(([key, { default: usual }]) => `${key} ${usual ?? 'off'}`);
    return shown.length === 0 ? [] : [`  ${name}: ${shown.join(', ')}`];
  });
}
