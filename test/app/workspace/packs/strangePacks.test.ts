// Files of packed runs as a stranger or a broken disk makes them: each is refused in one sentence, and nothing of it is kept.
import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { crc32, createInflateRaw, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { exhaustive } from '../../../exhaustive.ts';
import { connect, opened, trained } from '../table/openedTable.ts';
import { elsewhere, packed, packFileIn } from './packing.ts';

interface Entry {
  name: string;
  data: Buffer;
  method?: number;
  flags?: number;
  attributes?: number;
  /** What the directory says instead. */
  unpacked?: number;
  packed?: number;
  offset?: number;
}

/** A zip with whatever is asked for. */
function zipOf(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const { name, data, method = 0, flags = 0, attributes = 0 } = entry;
    const stored = method === 8 ? deflateRawSync(data) : data;
    const sizes = [crc32(data), entry.packed ?? stored.length, entry.unpacked ?? data.length];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    sizes.forEach((size, k) => void local.writeUInt32LE(size, 14 + 4 * k));
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    parts.push(local, Buffer.from(name), stored);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    sizes.forEach((size, k) => void central.writeUInt32LE(size, 16 + 4 * k));
    central.writeUInt16LE(Buffer.byteLength(name), 28);
    central.writeUInt32LE(attributes, 38);
    central.writeUInt32LE(entry.offset ?? at, 42);
    directory.push(central, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + stored.length;
  }
  const end = Buffer.alloc(22);
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** The entries of a zip that we wrote. */
async function entriesIn(zip: Buffer): Promise<Entry[]> {
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(zip.length - 6);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, packedBytes] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const nameBytes = zip.readUInt16LE(at + 28);
    const offset = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes);
    const start = offset + 30 + zip.readUInt16LE(offset + 26);
    const data = zip.subarray(start, start + packedBytes);
    entries.push({ name, data: method === 8 ? await inflated(data) : Buffer.from(data) });
    at += 46 + nameBytes;
  }
  return entries;
}

async function inflated(data: Buffer): Promise<Buffer> {
  const stream = createInflateRaw();
  stream.end(data);
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

const sound: { bytes: Buffer; entries: Entry[] } = { bytes: Buffer.alloc(0), entries: [] };

describe('packed runs', () => {
  beforeAll(async () => {
    const home = await elsewhereForAll();
    sound.bytes = home;
    sound.entries = await entriesIn(home);
  });

  async function elsewhereForAll(): Promise<Buffer> {
    const { client } = await elsewhere();
    await client.dataset.open({ file: { kind: 'path', path: resolve('examples/iris.csv') } });
    await client.spec.propose({ targets: ['species'], hidden: [4], epochs: 3, patience: 0 });
    const runId = await trained(client);
    await client.runs.note({ runId, name: 'mine', starred: true });
    return (await packed(client, { runIds: [runId] })).bytes;
  }

  type Change = (entries: Entry[]) => Entry[];
  const named =
    (name: string, change: (entry: Entry) => Entry): Change =>
    (entries) =>
      entries.map((entry) => (entry.name.endsWith(name) ? change(entry) : entry));
  /** Replaces an entry, and what the list says about it. */
  const replaced =
    (name: string, change: (data: Buffer) => Buffer): Change =>
    (entries) => {
      const changed = named(name, (entry) => ({ ...entry, data: change(entry.data) }))(entries);
      return listed((list) => {
        for (const { entry, ...file } of filesIn(list)) {
          const { data } = changed.find((one) => one.name === entry) ?? { data: null };
          if (data !== null)
            Object.assign(byEntry(list, entry), { ...file, bytes: data.length, hash: hashOf(data) });
        }
      })(changed);
    };
  const listed = (change: (list: List) => void): Change =>
    named('chainrule.json', (entry) => {
      const list = JSON.parse(entry.data.toString());
      change(list);
      return { ...entry, data: Buffer.from(JSON.stringify(list)) };
    });
  const hashOf = (data: Buffer) => createHash('sha256').update(data).digest('hex');
  interface List {
    formatVersion: number;
    runs: { files: Record<string, { entry: string; bytes: number; hash: string }>; tables: number[] }[];
    tables: { entry: string; name: string; bytes: number; hash: string }[];
  }
  const filesIn = (list: List) => [...list.runs.flatMap(({ files }) => Object.values(files)), ...list.tables];
  const byEntry = (list: List, entry: string) => filesIn(list).find((one) => one.entry === entry) ?? {};
  const json = (change: (value: Record<string, unknown>) => void) => (data: Buffer) => {
    const value = JSON.parse(data.toString());
    change(value);
    return Buffer.from(JSON.stringify(value));
  };
  const zeros = Buffer.alloc(40 * 2 ** 20);

  it.each<[string, Change, RegExp]>([
    ['an entry twice', (all) => [...all, all[0]!], /twice/],
    [
      'an entry that the list does not name',
      (all) => [...all, { name: '../../evil', data: zeros.subarray(0, 9) }],
      /has ..\/..\/evil, which its list/,
    ],
    [
      'an entry less',
      (all) => all.filter(({ name }) => !name.endsWith('notes.json')),
      /lacks runs\/1\/notes.json/,
    ],
    [
      'a link',
      named('notes.json', (entry) => ({ ...entry, attributes: (0o120777 * 0x10000) >>> 0 })),
      /is a link/,
    ],
    ['an encrypted entry', named('notes.json', (entry) => ({ ...entry, flags: 1 })), /is encrypted/],
    [
      'an entry of 4 GiB',
      named('notes.json', (entry) => ({ ...entry, unpacked: 0xffffffff })),
      /larger than 4 GiB/,
    ],
    [
      'an entry that says to be larger',
      named('notes.json', (entry) => ({ ...entry, unpacked: 5_000 })),
      /not what was packed/,
    ],
    [
      'an entry packed in another way',
      named('notes.json', (entry) => ({ ...entry, method: 12 })),
      /not what was packed/,
    ],
    [
      'entries that share their bytes',
      named('.safetensors', (entry) => ({ ...entry, packed: 4_000 })),
      /overlap|not what was packed/,
    ],
    [
      'entries that lead nowhere',
      named('notes.json', (entry) => ({ ...entry, offset: 3 })),
      /not what was packed/,
    ],
    ['a bomb', (all) => [...all, { name: 'x', data: zeros, method: 8 }], /far more than runs and tables/],
    [
      'other weights than were packed',
      named('best.safetensors', (entry) => ({ ...entry, data: flipped(entry.data) })),
      /best.safetensors is not what was packed/,
    ],
    [
      'a list that is no JSON',
      named('chainrule.json', (entry) => ({ ...entry, data: Buffer.from('{"runs"') })),
      /list of contents cannot be read/,
    ],
    ['a list without runs', listed((list) => void list.runs.splice(0)), /list of contents cannot be read/],
    [
      'a run with a table that is not there',
      listed((list) => void list.runs[0]!.tables.push(7)),
      /list of contents cannot be read/,
    ],
    [
      'a run with another table',
      replaced('iris.csv', () => Buffer.from('a,b\n1,2\n')),
      /list of contents cannot be read/,
    ],
    [
      'two files at one entry',
      listed((list) => {
        list.runs[0]!.files['notes.json'] = { ...list.runs[0]!.files['run.json']! };
      }),
      /twice/,
    ],
    [
      'a newer format',
      listed((list) => {
        list.formatVersion = 2;
      }),
      /newer Chainrule \(format 2; this one reads up to 1\)/,
    ],
    [
      'a run.json of a newer format',
      replaced(
        'run.json',
        json((run) => {
          run.version = 99;
        }),
      ),
      /run.json is not a file of a run/,
    ],
    [
      'a run.json that is none',
      replaced('run.json', () => Buffer.from('[]')),
      /run.json is not a file of a run/,
    ],
    [
      'notes that are none',
      replaced('notes.json', () => Buffer.from('{"name":1}')),
      /its notes.json cannot be read/,
    ],
    [
      'weights that are none',
      replaced('best.safetensors', (data) => data.subarray(0, 90)),
      /damaged|cannot be read|safetensors/,
    ],
    ['scores that are none', replaced('evaluation.json', () => Buffer.from('{}')), /evaluation.json/],
  ])('with %s is refused, and nothing is kept', async (_, change, sentence) => {
    await refused(zipOf(change(structured(sound.entries))), sentence);
  });

  it('that breaks off anywhere, or has a flipped bit, is refused or holds the same', async () => {
    const { client, home } = await elsewhere();
    const same = await client.packs.look({ file: await packFileIn(home, sound.bytes) });
    const place = fc.record({
      at: fc.nat({ max: sound.bytes.length - 1 }),
      bit: fc.nat({ max: 7 }),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ at, bit, cut }) => {
        const bytes = Buffer.from(sound.bytes);
        bytes[at]! ^= 1 << bit;
        const file = await packFileIn(home, cut ? bytes.subarray(0, at) : bytes);
        const refusal = await client.packs.open({ file }).then(
          () => null,
          (error: { data: { code: string } }) => error.data.code,
        );
        const runs = await client.runs.list();
        if (refusal !== null) {
          expect(refusal).toMatch(/^(pack_damaged|pack_needed|file_empty)$/);
          expect(runs).toEqual([]);
          return;
        }
        expect(runs).toMatchObject([{ name: 'mine', epoch: same.runs[0]!.epoch }]);
        await client.workspace.close();
        await rm(join(home, 'runs'), { recursive: true });
        await rm(join(home, 'uploads'), { recursive: true });
      }),
      { numRuns: exhaustive ? 2_000 : 80 },
    );
  });

  const structured = (entries: Entry[]) => entries.map((entry) => ({ ...entry }));
  const flipped = (data: Buffer) => {
    const copy = Buffer.from(data);
    copy[copy.length - 3]! ^= 1;
    return copy;
  };

  async function refused(zip: Buffer, sentence: RegExp): Promise<void> {
    const { client, home } = await elsewhere();
    const file = await packFileIn(home, zip);
    const message = await client.packs.open({ file }).then(
      () => 'it was opened',
      (error: { message: string; data?: { code: string } }) =>
        error.data?.code === 'internal' ? `a bug: ${error.message}` : error.message,
    );
    expect(message).toMatch(sentence);
    expect(message).not.toMatch(/\n|a bug/);
    expect(await client.runs.list()).toEqual([]);
    expect(await readdir(join(home, 'uploads')).catch(() => [])).toEqual([]);
    expect(await readdir(join(home, 'runs')).catch(() => [])).toEqual([]);
  }
});

it('a workbook or a table is not taken for packed runs', async () => {
  const client = connect();
  const { home } = await client.app.info();
  const zip = zipOf([{ name: '[Content_Types].xml', data: Buffer.from('<Types/>') }]);
  const file = await packFileIn(home, zip, 'book.xlsx');
  await expect(client.packs.look({ file })).rejects.toMatchObject({ data: { code: 'pack_needed' } });
  await opened(resolve('examples/iris.csv'), { targets: ['species'] });
});
