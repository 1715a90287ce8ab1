// What `chainrule lesson` can do, with its options.
import { type Command, Option } from 'commander';
import { lessonLanguages } from '../../../../contract/lesson/lesson.ts';
import { examples } from '../../options/helpExamples.ts';
import { forceOption } from '../../options/outputOptions.ts';
import { oneOf } from '../../options/parse.ts';
import type { Exit } from '../../output/failure.ts';

const jsonHelp = 'JSON instead of text';

export function completeLesson(command: Command, exit: Exit): void {
  command
    .helpCommand(false)
    .addHelpText(
      'after',
      examples([
        'lesson check my-lesson.md',
        'lesson list --language ko',
        'lesson sheet gradient-descent --language ko --out sheet.html',
      ]),
    );
  command
    .command('check')
    .description("check lessons' files, with their tables: each mistake with its line")
    .argument('<file...>', 'a lesson: a Markdown file as docs/lessons.md says')
    .option('--json', jsonHelp)
    .action(async (files, options) => exit(await (await import('./check.ts')).checkLessons(files, options)));
  command
    .command('list')
    .description('list the lessons that come with Chainrule')
    .addOption(
      new Option('--language <language>', lessonLanguages.join(' or '))
        .default(lessonLanguages[0])
        .argParser(oneOf(lessonLanguages)),
    )
    .option('--json', jsonHelp)
    .action(async (options) => (await import('./list.ts')).listLessons(options));
  command
    .command('sheet')
    .description('write lessons as a class sheet to print: one HTML file, with room to write')
    .argument('<lesson...>', 'files of lessons, or ids of those that come with Chainrule')
    .addOption(
      new Option(
        '--language <language>',
        `${lessonLanguages.join(' or ')} (default: that of the files, else ${lessonLanguages[0]})`,
      ).argParser(oneOf(lessonLanguages)),
    )
    .option('--out <file>', 'write here (default: stdout)')
    .option(...forceOption)
    .option('--json', 'print the result, or a failure, as JSON too')
    .action(async (names, options) => (await import('./sheet.ts')).writeSheets(names, options));
}
