// Progress in lessons, and lessons of a teacher's own, handed over with the runs of a home folder.
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LessonProgress } from '../../../../app/contract/lesson/progress.ts';
import { removeOldUploads } from '../../../../app/storage/oldUploads.ts';
import { zipStream } from '../../../../app/workspace/packs/zipStream.ts';
import { openedLesson } from '../lessons/openLesson.ts';
import { code, connect, now, opened, trained } from '../table/openedTable.ts';
import { elsewhere, packed, packFileIn } from './packing.ts';

type Progress = Record<string, Partial<LessonProgress>>;
const done = (progress: Partial<LessonProgress>): LessonProgress => ({
  ...{ step: 0, met: [], answers: {}, rightAnswers: {}, done: false },
  ...progress,
});
const textOf = (lessons: Progress) =>
  JSON.stringify({
    version: 1,
    lessons: Object.fromEntries(Object.entries(lessons).map(([id, one]) => [id, done(one)])),
  });
const writtenIn = (home: string, lessons: Progress) => writeFile(join(home, 'lessons.json'), textOf(lessons));
const keptIn = async (home: string) => JSON.parse(await readFile(join(home, 'lessons.json'), 'utf8'));

/** A file with nothing but progress in lessons, whatever its text. */
async function packWith(home: string, text: string, written = text) {
  const bytes = Buffer.from(text);
  const listed = {
    entry: 'lessons.json',
    bytes: bytes.length,
    hash: createHash('sha256').update(bytes).digest('hex'),
  };
  const list = {
    ...{ format: 'chainrule-pack', formatVersion: 1, program: '0.1.0', packedAt: '2026-11-30T10:00:00.000Z' },
    ...{ runs: [], tables: [], lessons: { progress: listed, files: [] } },
  };
  const pieces: Uint8Array[] = [];
  const entries = async function* () {
    yield { name: 'lessons.json', deflated: false, pieces: [Buffer.from(written)] };
    yield { name: 'chainrule.json', deflated: true, pieces: [Buffer.from(JSON.stringify(list))] };
  };
  for await (const piece of zipStream(entries())) pieces.push(piece);
  return packFileIn(home, Buffer.concat(pieces));
}

it('a home folder without runs packs its progress in lessons; single runs are packed without it', async () => {
  const client = connect();
  const { home } = await client.app.info();
  expect(await code(packed(client, {}))).toBe('pack_empty');
  await writtenIn(home, { neuron: { step: 2, met: ['and'], answers: { q: 1 }, rightAnswers: { q: 1 } } });
  const { begin, bytes } = await packed(client, {});
  expect(begin).toEqual({
    ...{ kind: 'begin', name: 'lessons.chainrule', runs: 0, tables: 0, lessons: 1, leftOut: [] },
  });
  const other = await elsewhere();
  const file = await packFileIn(other.home, bytes);
  expect((await other.client.packs.look({ file })).lessons).toEqual({
    ...{ kind: 'readable', count: 1, fresh: 1, files: [], unread: [] },
  });
  expect(await other.client.packs.open({ file })).toEqual({ added: [], known: [], lessons: 1 });
  expect((await keptIn(other.home)).lessons).toEqual((await keptIn(home)).lessons);
  expect((await other.client.packs.look({ file })).lessons).toMatchObject({ fresh: 0 });
  expect(
    (await other.client.home.verify({ place: file.path })).map(({ kind, problems }) => [kind, problems]),
  ).toEqual([
    ['pack', []],
    ['lessons', []],
  ]);
});

it('progress of both is kept: goals that were met anywhere, and of two answers to a question the one given here', async () => {
  const client = connect();
  const { home } = await client.app.info();
  await writtenIn(home, {
    neuron: { step: 4, met: ['and', 'or'], answers: { a: 1, b: 2 }, rightAnswers: { a: 1, b: 2 } },
    loss: { done: true },
  });
  const { bytes } = await packed(client, {});
  const other = await elsewhere();
  await writtenIn(other.home, {
    neuron: {
      step: 1,
      met: ['or', 'xor'],
      answers: { a: 0, c: 3 },
      rightAnswers: { a: 1, c: 3 },
      done: true,
    },
    batches: { step: 3 },
  });
  expect((await other.client.packs.open({ file: await packFileIn(other.home, bytes) })).lessons).toBe(2);
  expect((await keptIn(other.home)).lessons).toEqual({
    neuron: {
      ...{ step: 4, met: ['or', 'xor', 'and'], answers: { a: 0, b: 2, c: 3 }, done: true },
      rightAnswers: { a: 1, b: 2, c: 3 },
    },
    batches: done({ step: 3 }),
    loss: done({ done: true }),
  });
});

it('a lesson that is open follows, and stays at its step', async () => {
  const client = connect();
  await client.lessons.open({ lesson: { kind: 'shipped', id: 'neuron' }, language: 'en' });
  const { home } = await client.app.info();
  await client.packs.open({ file: await packWith(home, textOf({ neuron: { step: 3, met: ['x'] } })) });
  expect((await now(client)).lesson).toMatchObject({ step: 0, progress: { step: 0, met: ['x'] } });
  expect((await keptIn(home)).lessons.neuron).toMatchObject({ step: 0, met: ['x'] });
});

describe('a lesson of a file', () => {
  it('comes with its table, is listed, and opens where it was left', async () => {
    const { client } = await openedLesson({ more: '\n## Two\n\nThe end.\n' });
    await client.lessons.enter({ step: 1 });
    await client.lessons.close();
    const { begin, bytes } = await packed(client, {});
    expect(begin).toMatchObject({ tables: 1, lessons: 1, leftOut: [] });
    expect(bytes.toString('latin1')).not.toContain((await client.app.info()).home);

    const other = await elsewhere({ allowPaths: false });
    const file = await other.client.workspace.keep({
      file: new File([new Uint8Array(bytes)], 'a.chainrule'),
    });
    expect((await other.client.packs.look({ file })).lessons).toMatchObject({
      count: 1,
      files: ['of-a-test.md'],
    });
    await other.client.packs.open({ file });
    const { lessons } = await other.client.lessons.list({ language: 'en' });
    const last = lessons.at(-1)!;
    expect(last).toMatchObject({
      id: 'of-a-test',
      number: null,
      ref: { kind: 'upload' },
      progress: { step: 1 },
    });
    await other.client.lessons.open({ lesson: last.ref, language: 'en' });
    expect(await now(other.client)).toMatchObject({
      lesson: { id: 'of-a-test', step: 1 },
      dataset: { fileName: 'points.csv' },
    });

    // Another time nothing of it is kept twice.
    const uploads = () => readdir(join(other.home, 'uploads'));
    const before = await uploads();
    await other.client.packs.open({ file });
    expect(await uploads()).toEqual(before);
    // They stay as long as its progress, unlike the file that they came in.
    await other.client.lessons.close();
    await other.client.dataset.openExample({ file: 'iris.csv' });
    const old = new Date('2026-01-01');
    for (const id of before) await utimes(join(other.home, 'uploads', id), old, old);
    expect(await removeOldUploads(other.home)).toEqual([file.kind === 'upload' ? file.id : '']);
  });

  it('whose file or table is gone is packed without it, which is told', async () => {
    const { client, file } = await openedLesson();
    const { home } = await client.app.info();
    await client.lessons.close();
    await rm(join(home, 'points.csv'));
    expect((await packed(client, {})).begin.leftOut).toEqual([
      { reason: 'lessonTableMissing', name: 'points.csv' },
    ]);
    await rm(file);
    const { begin } = await packed(client, {});
    expect(begin).toMatchObject({ lessons: 1, leftOut: [{ reason: 'lessonMissing', name: 'of-a-test' }] });
    const { lessons } = await client.lessons.list({ language: 'en' });
    expect(lessons.map(({ id }) => id)).not.toContain('of-a-test');
  });
});

describe('what cannot be read', () => {
  it('in the home folder is left out of the file, which is told, and stays as it is', async () => {
    const client = await opened('examples/iris.csv', {
      targets: ['species'],
      hidden: [2],
      epochs: 1,
      patience: 0,
    });
    await trained(client);
    const { home } = await client.app.info();
    for (const [text, reason] of [
      ['{"version":1,', 'lessonsDamaged'],
      ['{"version":2}', 'lessonsNewer'],
    ] as const) {
      await writeFile(join(home, 'lessons.json'), text);
      const { begin } = await packed(client, {});
      expect(begin).toMatchObject({ runs: 1, lessons: 0, leftOut: [{ reason, name: 'lessons.json' }] });
      expect(await readFile(join(home, 'lessons.json'), 'utf8')).toBe(text);
    }
  });

  it('in a file is told, and adds nothing', async () => {
    const other = await elsewhere();
    await writtenIn(other.home, { neuron: { step: 1 } });
    const before = await keptIn(other.home);
    for (const [text, written, kind, problem] of [
      ['{"version":1,', '{"version":1,', 'damaged', 'damaged'],
      ['{"version":2,"lessons":{}}', '{"version":2,"lessons":{}}', 'newer', 'newer'],
      [textOf({ loss: {} }), textOf({ LOSS: {} }), 'damaged', 'failed'],
    ] as const) {
      const file = await packWith(other.home, text, written);
      expect((await other.client.packs.look({ file })).lessons).toEqual({ kind });
      expect(await other.client.packs.open({ file })).toEqual({ added: [], known: [], lessons: 0 });
      expect(await keptIn(other.home)).toEqual(before);
      const checked = await other.client.home.verify({ place: file.path });
      expect(checked.flatMap(({ problems }) => problems.map((one) => one.kind))).toEqual([problem]);
      await rm(file.path);
    }
  });

  it('here, since a newer Chainrule wrote it, stays as it is', async () => {
    const other = await elsewhere();
    const newer = '{"version":2,"lessons":{"neuron":{"stars":3}}}';
    await writeFile(join(other.home, 'lessons.json'), newer);
    const file = await packWith(other.home, textOf({ loss: {} }));
    expect((await other.client.packs.open({ file })).lessons).toBe(0);
    expect(await readFile(join(other.home, 'lessons.json'), 'utf8')).toBe(newer);
    expect((await now(other.client)).notices).toMatchObject([{ kind: 'lessonsNewer' }]);
  });
});
