// Small tables in many languages, written in the encodings that people there use: each is recognised, and every cell is what
// it was. Bytes that fit no encoding are counted, located and shown.
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { Encoding } from '../../../../app/contract/table/reading.ts';
import { exhaustive } from '../../../exhaustive.ts';
import { codes, lines, opened, written } from '../writtenTable.ts';

const corpus = fileURLToPath(new URL('../../../fixtures/csv/', import.meta.url));

/** A header and ten rows. */
const tables = {
  korean: `이름,성별,나이,거주지,합격
김민준,남,34,서울특별시 강남구,예
이서연,여,28,부산광역시,아니오
박도윤,남,45,대구,예
최지우,여,19,경기도 수원시,예
정하준,남,52,광주,아니오
강수아,여,31,인천 연수구,예
조은우,남,27,제주도,예
윤지호,남,63,전라북도 전주시,아니오
장서윤,여,22,충청남도,예
임유진,여,38,강원도 춘천시,아니오
`,
  koreanShort: '키,몸무게,품종\n1,2,진돗개\n2,3,푸들\n',
  japanese: `氏名,性別,年齢,住所,備考
佐藤太郎,男,34,東京都新宿区,テスト済み
鈴木花子,女,28,大阪府,なし
高橋一郎,男,45,北海道札幌市,データ不足
田中美咲,女,19,福岡県,なし
伊藤健,男,52,愛知県名古屋市,再検査
渡辺直樹,男,31,京都府,なし
山本結衣,女,27,神奈川県横浜市,テスト済み
中村翔,男,63,広島県,なし
小林恵,女,22,宮城県仙台市,なし
加藤誠,男,38,静岡県,データ不足
`,
  simplified: `姓名,性别,年龄,城市,价格
王伟,男,34,北京市,12.5
李娜,女,28,上海市,8
张敏,女,45,广州市天河区,9.9
刘洋,男,19,深圳市,30
陈静,女,52,成都市,7.5
杨勇,男,31,杭州市西湖区,11
赵丽,女,27,武汉市,6
黄强,男,63,西安市,15
周杰,男,22,南京市,18
吴芳,女,38,重庆市,21
`,
  traditional: `姓名,性別,年齡,城市,價格
陳志明,男,34,臺北市,12.5
林淑芬,女,28,高雄市,8
黃俊傑,男,45,臺中市西屯區,9.9
張雅婷,女,19,新北市板橋區,30
李建宏,男,52,桃園市,7.5
王美玲,女,31,臺南市,11
吳家豪,男,27,新竹縣,6
劉怡君,女,63,花蓮縣,15
蔡宗翰,男,22,香港九龍,18
楊佳穎,女,38,屏東縣,21
`,
  russian: `Имя,Город,Возраст,Цена
Иван Петров,Москва,34,12.5
Мария Смирнова,Санкт-Петербург,28,8
Алексей Кузнецов,Новосибирск,45,9
Ольга Попова,Екатеринбург,19,30
Дмитрий Соколов,Казань,52,7
Анна Лебедева,Нижний Новгород,31,11
Сергей Козлов,Челябинск,27,6
Елена Новикова,Самара,63,15
Павел Морозов,Омск,22,18
Наталья Волкова,Ростов-на-Дону,38,21
`,
  greek: `Όνομα,Πόλη,Ηλικία
Γιώργος Παπαδόπουλος,Αθήνα,34
Μαρία Νικολάου,Θεσσαλονίκη,28
Δημήτρης Αντωνίου,Πάτρα,45
Ελένη Γεωργίου,Ηράκλειο,19
Κώστας Ιωάννου,Λάρισα,52
`,
  german: `Name,Stadt,Straße,Größe
Jürgen Müller,Köln,Hauptstraße 1,180
Käthe Schröder,München,Gänseweg 5,165
Björn Weiß,Düsseldorf,Am Bächle 3,177
Anna Schmidt,Berlin,Ringstr. 7,170
`,
  french: `Prénom,Ville,Métier
Hélène,Besançon,Médecin
François,Orléans,Maçon
Zoé,Béziers,Élève
René,Saint-Étienne,Ingénieur
`,
  spanish: `Nombre,Ciudad,Año
José Núñez,Málaga,1999
María Peña,León,2001
Íñigo Ibáñez,Cádiz,1987
`,
  polish: `Imię,Miasto,Zawód
Łukasz,Kraków,Inżynier
Małgorzata,Łódź,Księgowa
Zdzisław,Gdańsk,Żołnierz
Agnieszka,Poznań,Pielęgniarka
Święcicki,Wrocław,Nauczyciel
`,
  czech: `Jméno,Město,Povolání
Jiří Dvořák,Plzeň,Účetní
Kateřina Němcová,České Budějovice,Učitelka
Tomáš Růžička,Ústí nad Labem,Řidič
Žaneta Šťastná,Hradec Králové,Lékařka
`,
  hungarian: `Név,Város,Foglalkozás
Győző Szűcs,Győr,Erdőőr
Zoltán Kovács,Hódmezővásárhely,Fűtő
Éva Nagy,Székesfehérvár,Könyvelő
`,
  turkish: `Ad,Şehir,Meslek
Ayşe Yılmaz,İstanbul,Öğretmen
Çağrı Şahin,Eskişehir,Mühendis
Gülşen Doğan,Muğla,Işıkçı
Oğuz Kılıç,Kırşehir,Aşçı
`,
  hebrew: 'שם,עיר,גיל\nדוד כהן,תל אביב,34\nשרה לוי,ירושלים,28\nיוסף מזרחי,חיפה,45\n',
  arabic: 'الاسم,المدينة,العمر\nمحمد علي,القاهرة,34\nفاطمة حسن,بغداد,28\nأحمد سعيد,الرياض,45\n',
  thai: 'ชื่อ,จังหวัด,อายุ\nสมชาย ใจดี,กรุงเทพมหานคร,34\nสมหญิง รักไทย,เชียงใหม่,28\nประเสริฐ มั่นคง,ขอนแก่น,45\n',
  lithuanian:
    'Vardas,Miestas,Pareigos\nŽydrūnas,Šiauliai,Mokytojas\nRūta,Panevėžys,Gydytoja\nŠarūnas,Kėdainiai,Inžinierius\nEglė,Plungė,Vadovė\n',
  ukrainian:
    "Ім'я,Місто,Вік\nОлексій Шевченко,Київ,34\nЮлія Бондаренко,Львів,28\nАндрій Ткаченко,Чернігів,45\nНаталія Коваленко,Запоріжжя,19\n",
} as const;

const written_as: [keyof typeof tables, Encoding][] = [
  ['korean', 'euc-kr'],
  ['koreanShort', 'euc-kr'],
  ['japanese', 'shift_jis'],
  ['japanese', 'euc-jp'],
  ['simplified', 'gb18030'],
  ['traditional', 'big5'],
  ['russian', 'windows-1251'],
  ['russian', 'koi8-r'],
  ['russian', 'ibm866'],
  ['ukrainian', 'windows-1251'],
  ['greek', 'windows-1253'],
  ['german', 'iso-8859-1'],
  ['german', 'macintosh'],
  ['french', 'iso-8859-1'],
  ['french', 'macintosh'],
  ['spanish', 'iso-8859-1'],
  ['polish', 'windows-1250'],
  ['polish', 'iso-8859-2'],
  ['czech', 'windows-1250'],
  ['czech', 'iso-8859-2'],
  ['hungarian', 'windows-1250'],
  ['turkish', 'windows-1254'],
  ['hebrew', 'windows-1255'],
  ['arabic', 'windows-1256'],
  ['thai', 'windows-874'],
  ['lithuanian', 'windows-1257'],
  ...(Object.keys(tables) as (keyof typeof tables)[]).flatMap(unicode),
];

/** Each language in UTF-8 and in one of the two orders of UTF-16, or in all three. */
function unicode(name: keyof typeof tables, index: number): [keyof typeof tables, Encoding][] {
  const orders = (['utf-16le', 'utf-16be'] as const).filter((_, i) => exhaustive || index % 2 === i);
  return (['utf-8', ...orders] as const).map((encoding) => [name, encoding]);
}

async function cellsOf(content: Uint8Array | string, encoding?: Encoding) {
  const table = await opened(await written(content), encoding === undefined ? {} : { reading: { encoding } });
  const header = table.columns.map(({ name }) => name);
  const rows: (string | null)[][] = [];
  for await (const piece of table.allCells()) rows.push(...piece);
  return {
    table,
    text: `${[header, ...rows].map((cells) => cells.map((cell) => cell ?? '').join(',')).join('\n')}\n`,
  };
}

describe('a small table is recognised and read', () => {
  it.each(written_as)('%s in %s', async (name, encoding) => {
    const { table, text } = await cellsOf(iconv.encode(tables[name], encoding));
    expect(table.dialect.encoding).toBe(encoding);
    expect(text).toBe(tables[name]);
    expect(table.problems).toEqual([]);
    expect(codes(table.issues)).not.toContain('bytes_undecodable');
  });
});

describe('an encoding is found where the file has it', () => {
  const ascii = lines('번호,도시', 90_000, (i) => `${i},Seoul ${i}`).replace('번호,도시', 'number,city');

  it('in a file that is ASCII for its first megabyte', async () => {
    expect(ascii.length).toBeGreaterThan(2 ** 20);
    const { table, text } = await cellsOf(iconv.encode(`${ascii}90000,서울 종로구\n90001,부산\n`, 'cp949'));
    expect(table.dialect.encoding).toBe('euc-kr');
    expect(text.endsWith('89999,Seoul 89999\n90000,서울 종로구\n90001,부산\n')).toBe(true);
  });

  it('as CP949 when only a late syllable is none of KS X 1001', async () => {
    const early = lines('번호,도시', 90_000, (i) => `${i},서울 ${i}`);
    const { table, text } = await cellsOf(iconv.encode(`${early}90000,뷁\n`, 'cp949'));
    expect(table.dialect.encoding).toBe('cp949');
    expect(text.endsWith('90000,뷁\n')).toBe(true);
  });

  it('as Windows-1252 when a late quote or euro is none of Latin-1', async () => {
    const { table, text } = await cellsOf(
      iconv.encode('ville,prix\nOrléans,5\nBéziers,7 €\n', 'windows-1252'),
    );
    expect(table.dialect.encoding).toBe('windows-1252');
    expect(text).toContain('Béziers,7 €');
  });

  it('as a person says', async () => {
    const bytes = iconv.encode(tables.korean, 'cp949');
    const { table, text } = await cellsOf(bytes, 'windows-1252');
    expect(table.dialect.encoding).toBe('windows-1252');
    expect(text.startsWith('ÀÌ¸§,¼ºº°')).toBe(true);
    expect((await cellsOf(bytes, 'cp949')).text).toBe(tables.korean);
  });
});

it('the hash, the size and the path are those of the file as it was dropped', async () => {
  const bytes = iconv.encode(tables.korean, 'cp949');
  const path = await written(bytes);
  const table = await opened(path);
  expect(table.hash).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(table).toMatchObject({ path, bytes: bytes.length, fileName: 'table.csv', container: 'text' });
});

describe('lines in two encodings', () => {
  const rows = (names: string[]) => names.map((name, i) => `${name};${i}\n`);
  const utf8 = rows(['Käse', 'München', 'Größe', 'Übung']).map((line) => Buffer.from(line));
  const latin = rows(['Köln', 'Düren', 'Fürth', 'Süß']).map((line) => Buffer.from(line, 'latin1'));
  const head = Buffer.from('name;v\n');
  const told = (issues: readonly { code: string }[]) => issues.find(({ code }) => code === 'encodings_mixed');

  const mixed: [what: string, parts: Buffer[], encoding: string, expected: object][] = [
    [
      'a few in Latin-1',
      [...utf8, ...latin.slice(0, 2)],
      'utf-8',
      { count: 2, lines: '6, 7', encoding: 'iso-8859-1' },
    ],
    [
      'a single one in UTF-8',
      [...latin, utf8[0]!],
      'iso-8859-1',
      { count: 1, lines: '6', encoding: 'utf-8' },
    ],
    ['half of each', [...utf8, ...latin], 'utf-8', { count: 4, lines: '6, 7, 8, 9' }],
    ['one of each', [utf8[1]!, latin[1]!], 'utf-8', { count: 1, lines: '3' }],
  ];
  it.each(mixed)('%s are read in their own, which is said', async (_what, parts, encoding, expected) => {
    const { table, text } = await cellsOf(Buffer.concat([head, ...parts]));
    expect(table.dialect.encoding).toBe(encoding);
    expect(told(table.issues)).toMatchObject({ values: expected });
    const whole = parts.map((part) => part.toString(isUtf8(part) ? 'utf8' : 'latin1')).join('');
    expect(text).toBe(`name;v\n${whole}`.replaceAll(';', ','));
  });

  it('of Korean are read in their own', async () => {
    const { table, text } = await cellsOf(readFileSync(`${corpus}korean/ko_mixed_utf8_cp949.csv`));
    expect(text).not.toContain('\ufffd');
    expect(told(table.issues)).toMatchObject({ severity: 'warning' });
  });

  it('found only far into the file are read in their own', async () => {
    const many = lines('a;b', 200_000, (i) => `${i};x`);
    const { table } = await cellsOf(Buffer.concat([Buffer.from(many), ...utf8, ...latin]));
    expect(told(table.issues)).toMatchObject({
      values: { count: 4, lines: '200006, 200007, 200008, 200009' },
    });
  });

  it('are read in one that a person chose', async () => {
    const path = await written(Buffer.concat([head, ...utf8, ...latin]));
    const table = await opened(path, { reading: { encoding: 'iso-8859-1' } });
    expect(told(table.issues)).toBeUndefined();
    expect((await table.cells(0, 1))[0]?.[0]).toBe('KÃ¤se');
  });
});

describe('bytes that do not fit', () => {
  const replaced = '\ufffd';

  it('are counted, located and shown as U+FFFD: UTF-8 cut inside a character', async () => {
    const { table, text } = await cellsOf(readFileSync(`${corpus}korean/ko_truncated_utf8.csv`));
    expect(table.dialect.encoding).toBe('utf-8');
    expect(text.split(replaced)).toHaveLength(3);
    expect(table.problemRows).toBeGreaterThan(0);
    const problem = table.problems.find(({ kind }) => kind === 'bytes');
    expect(problem).toMatchObject({ line: text.trimEnd().split('\n').length, values: { count: 2 } });
    expect(problem?.text).toContain(replaced);
    expect(table.issues.find(({ code }) => code === 'bytes_undecodable')?.values).toMatchObject({ count: 2 });
  });

  it('are told for the first hundred lines, and counted beyond', async () => {
    const rows = lines('a,b', 300, (i) => `${i},가나다`);
    const bytes = Buffer.concat([
      Buffer.from(rows),
      ...Array.from({ length: 150 }, () => Buffer.from([0x31, 0x2c, 0xff, 0x0a])),
    ]);
    const { table } = await cellsOf(bytes);
    expect(table.problems).toHaveLength(100);
    expect(table.problems[0]).toMatchObject({ line: 302, kind: 'bytes', text: `1,${replaced}` });
    expect(table.issues.find(({ code }) => code === 'bytes_undecodable')?.values).toMatchObject({
      count: 150,
      first: 302,
    });
    expect(table.problemRows).toBe(150);
  });

  it('end no field and no line: what follows a broken character stays', async () => {
    const { text } = await cellsOf(
      Buffer.concat([iconv.encode(tables.korean, 'cp949'), Buffer.from([0xb0, 0x2c, 0x41, 0x0a])]),
    );
    expect(text.endsWith(`${replaced},A\n`) || text.endsWith(`${replaced},A,,,\n`)).toBe(true);
  });

  it.each([
    ['half a pair of units', [0x00, 0xd8], 1],
    ['half a unit at the end', [0x41], 1],
  ])('of UTF-16: %s', async (_what, more, count) => {
    const bytes = Buffer.concat([iconv.encode('a,b\n1,가\n2,', 'utf-16le'), Buffer.from(more)]);
    const { table } = await cellsOf(bytes);
    expect(table.dialect.encoding).toBe('utf-16le');
    expect(table.issues.find(({ code }) => code === 'bytes_undecodable')?.values).toMatchObject({
      count,
      first: 3,
    });
  });

  it('are none where the file itself holds U+FFFD', async () => {
    const { table, text } = await cellsOf(readFileSync(`${corpus}spectrum/location_coordinates.csv`));
    expect(text).toContain(replaced);
    expect(codes(table.issues)).not.toContain('bytes_undecodable');
    const both = await cellsOf(
      Buffer.concat([Buffer.from(`a,b\n1,${replaced}가\n2,`), Buffer.from([0xff, 0x0a])]),
    );
    expect(both.table.issues.find(({ code }) => code === 'bytes_undecodable')?.values).toMatchObject({
      count: 1,
      first: 3,
    });
  });
});

describe('NUL bytes', () => {
  it('in a text are left out, and said', async () => {
    const { table, text } = await cellsOf(`${lines('a,b', 3000, (i) => `${i},x`)}1,\0y\n`);
    expect(table.issues.find(({ code }) => code === 'nul_bytes')).toMatchObject({
      values: { count: 1, first: 3002 },
      message: '1 NUL byte was left out (the first on line 3002).',
    });
    expect(text.endsWith('1,y\n')).toBe(true);
  });
});
