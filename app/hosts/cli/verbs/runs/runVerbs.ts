// Options of the verbs about runs and the folder that they are kept in.
import { type Command, Option } from 'commander';
import { limits } from '../../../../contract/limits.ts';
import { reportLanguages } from '../../../../contract/report.ts';
import { examples } from '../../options/helpExamples.ts';
import { forceOption } from '../../options/outputOptions.ts';
import { oneOf, wholeNumber } from '../../options/parse.ts';
import type { Exit } from '../../output/failure.ts';

export function completeResume(command: Command, exit: Exit): void {
  command
    .addOption(
      new Option(
        '--threads <n>',
        `${limits.threads.min} to ${limits.threads.max}; changes the speed, not the results (default: all cores)`,
      ).argParser(wholeNumber('--threads', limits.threads)),
    )
    .option('--json', 'JSON Lines instead of text; the last line is the result')
    .addHelpText('after', examples(['resume run', 'resume runs/iris --json']))
    .action(async (folder, options) => exit(await (await import('./resume.ts')).resume(folder, options)));
}

export function completeReport(command: Command): void {
  command
    .addOption(
      new Option('--language <language>', `${reportLanguages.join(' or ')}`)
        .default(reportLanguages[0])
        .argParser(oneOf(reportLanguages)),
    )
    .option('--markdown', 'Markdown instead of HTML (also where --out ends with .md)')
    .option('--out <file>', 'write here (default: stdout)')
    .option(...forceOption)
    .option('--json', 'print the result, or a failure, as JSON too')
    .addHelpText(
      'after',
      examples([
        'report run --out report.html',
        'report run --language ko --out report.html',
        'report run --markdown',
      ]),
    )
    .action(async (run, options) => (await import('./report.ts')).report(run, options));
}

const exportedPrograms = `
Exported programs may be anybody's: modules, pages, headers and queries run apart from all else,
in a process with limits; nothing is compiled, and no Python is started.`;

export function completeVerify(command: Command, exit: Exit): void {
  command
    .option('--json', 'JSON instead of text')
    .addHelpText(
      'after',
      examples([
        'verify',
        'verify run',
        'verify class.chainrule',
        'verify iris.onnx',
        'verify iris.safetensors --json',
      ]),
    )
    .addHelpText('after', exportedPrograms)
    .action(async (place, options) => exit(await (await import('./verify.ts')).verify(place, options)));
}

export function completeHome(command: Command): void {
  command
    .option('--json', 'JSON instead of text')
    .addHelpText('after', examples(['home', 'home --json']))
    .action(async (options) => (await import('./verify.ts')).showHome(options));
}

export function completePack(command: Command, exit: Exit): void {
  command
    .option('--out <file>', 'write here (default: <table>.chainrule, or runs.chainrule, in this folder)')
    .option(...forceOption)
    .option('--json', 'JSON instead of text')
    .addHelpText(
      'after',
      examples(['pack run', 'pack run --out iris.chainrule', 'pack --out class.chainrule']),
    )
    .action(async (place, options) => exit(await (await import('./pack.ts')).pack(place, options)));
}

export function completeUnpack(command: Command, exit: Exit): void {
  command
    .option('--list', 'only say what is in the file')
    .option('--json', 'JSON instead of text')
    .addHelpText('after', examples(['unpack class.chainrule --list', 'unpack class.chainrule']))
    .action(async (file, options) => exit(await (await import('./pack.ts')).unpack(file, options)));
}
