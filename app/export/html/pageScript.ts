// The what-if form of an exported page, as its text: it stands behind the module's own text and uses its names. Each input is a number, a
// category, or a date whose parts the model reads.
import { coverageLevel } from '../../contract/run/calibration.ts';

export const pageMark = '// The page.\n';

export const pageScript = `
const page = (id) => document.getElementById(id);
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
let language = navigator.language.startsWith('ko') ? 'ko' : 'en';
const say = (key, values = {}) => texts[language][key].replace(/\\{(\\w+)\\}/g, (_, name) => values[name]);
const shown = (number) => new Intl.NumberFormat(language, { maximumSignificantDigits: 6 }).format(number);
const percent = (share) => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share);
const rounded = (number) => Number(number.toPrecision(6));
/** Of the intervals and sets that are shown. */
const level = ${coverageLevel};

/** The raw values, in the order of inputs; a field writes its own. */
const raw = inputs.map(() => null);
const fields = [];

const dateOf = (days) => new Date(Math.round(days * 1440) * 60000).toISOString().slice(0, 16);
const dateParts = (text) => {
  const date = new Date(text + 'Z');
  return {
    time: date.getTime() / 86400000, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(),
    weekday: date.getUTCDay() || 7, hour: date.getUTCHours(),
  };
};
function firstDate(parts) {
  const typical = Object.fromEntries(parts.map(({ part, typical }) => [part, typical]));
  if (typical.time !== undefined) return dateOf(typical.time);
  const { year = 2000, month = 1, day = 1, hour = 12 } = typical;
  return dateOf(Date.UTC(Math.round(year), Math.round(month) - 1, Math.round(day), Math.round(hour)) / 86400000);
}

function addField(name, control, more, read, reset) {
  const id = 'input' + fields.length;
  const note = make('small', { id: id + 'note' });
  const label = make('label', { htmlFor: id, textContent: name });
  Object.assign(control, { id });
  control.setAttribute('aria-describedby', note.id);
  page('fields').append(make('div', { className: 'field' }, label, control, ...more, note));
  const field = { note, read, reset };
  for (const each of [control, ...more]) each.addEventListener('input', () => { read(each); update(); });
  fields.push(field);
  reset();
  read(control);
  return field;
}

function addNumber({ name, unit, min, max, typical }, at) {
  const control = make('input', { type: 'number', step: 'any' });
  const ranged = min !== undefined && min < max;
  const slider = make('input', { type: 'range', step: 'any', min, max });
  slider.setAttribute('aria-label', name);
  const field = addField(unit ? name + ' (' + unit + ')' : name, control, ranged ? [make('span'), slider] : [], (from) => {
    if (from === slider) control.value = rounded(slider.valueAsNumber);
    else if (!Number.isNaN(control.valueAsNumber)) slider.value = control.value;
    raw[at] = Number.isNaN(control.valueAsNumber) ? null : control.valueAsNumber;
  }, () => { control.value = rounded(typical); });
  field.tell = () => {
    control.placeholder = say('missing');
    const beyond = ranged && raw[at] !== null && (raw[at] < rounded(min) || raw[at] > rounded(max));
    field.note.className = beyond ? 'beyond' : '';
    field.note.textContent = ranged ? say(beyond ? 'beyond' : 'range', { min: shown(min), max: shown(max) }) : '';
  };
}

function addCategory({ name, levels, typical }, at) {
  const missing = make('option', { value: 'missing' });
  const other = make('option', { value: 'other' });
  const control = make('select', {}, ...levels.map((text, k) => make('option', { value: 'level' + k, textContent: text })), other, missing);
  let unseen = 'another';
  while (levels.includes(unseen)) unseen += '?';
  const field = addField(name, control, [], () => {
    raw[at] = control.value === 'missing' ? null : control.value === 'other' ? unseen : levels[control.selectedIndex];
  }, () => { control.selectedIndex = Math.max(0, levels.indexOf(typical)); });
  field.tell = () => {
    missing.textContent = '(' + say('missing') + ')';
    other.textContent = '(' + say('other') + ')';
  };
}

function addDate(name, parts) {
  const control = make('input', { type: 'datetime-local' });
  const field = addField(name, control, [], () => {
    const values = control.value === '' ? {} : dateParts(control.value);
    for (const { part, at } of parts) raw[at] = values[part] ?? null;
  }, () => { control.value = firstDate(parts); });
  const time = parts.find(({ part }) => part === 'time');
  field.tell = () => {
    if (time === undefined || time.min === undefined) return;
    const beyond = raw[time.at] !== null && (raw[time.at] < time.min || raw[time.at] > time.max);
    const day = (days) => dateOf(days).slice(0, 10);
    field.note.className = beyond ? 'beyond' : '';
    field.note.textContent = say(beyond ? 'beyond' : 'range', { min: day(time.min), max: day(time.max) });
  };
}

function showNumbers(numbers) {
  const ends = intervals(numbers, level);
  const entries = outputs.flatMap((name, k) => {
    const [low, high] = (ends ?? [])[k]?.map(shown) ?? [];
    const interval = ends ? [make('small', { textContent: say('interval', { low, high }) })] : [];
    const value = shown(numbers[k]) + (units[k] ? ' ' + units[k] : '');
    return [make('dt', { textContent: name }), make('dd', {}, value, make('br'), ...interval)];
  });
  page('answer').replaceChildren(make('dl', {}, ...entries));
}

const mostShown = 12;
function showClasses(numbers) {
  const order = outputs.map((_, k) => k).sort((a, b) => numbers[b] - numbers[a] || a - b);
  const items = order.slice(0, mostShown).map((k) => {
    const bar = make('div');
    bar.style.width = Math.max(0, 100 * numbers[k]) + '%';
    return make('li', {}, make('span', { textContent: outputs[k] }), make('span', { textContent: percent(numbers[k]) }), bar);
  });
  const more = order.length > mostShown ? [make('small', { textContent: say('more', { count: order.length - mostShown }) })] : [];
  const held = intervals(numbers, level);
  const set = held ? [make('small', { textContent: setText(order.filter((k) => held[k])) })] : [];
  const label = make('p', { id: 'label', textContent: outputs[chosen(numbers)] });
  page('answer').replaceChildren(label, make('ol', {}, ...items), ...more, ...set);
}

function setText(held) {
  const classes = held.slice(0, mostShown).map((k) => outputs[k]).join(', ');
  return held.length > mostShown ? say('largeSet', { classes, count: held.length - mostShown }) : say('set', { classes });
}

function update() {
  for (const { tell } of fields) tell();
  const numbers = predictNumbers(raw);
  if (output.kind === 'numbers') showNumbers(numbers);
  else showClasses(numbers);
}

function translate() {
  document.documentElement.lang = language;
  for (const id of ['inputs', 'prediction', 'reset', 'made']) page(id).textContent = say(id);
  page('language').textContent = language === 'ko' ? 'English' : '한국어';
  page('language').lang = language === 'ko' ? 'en' : 'ko';
  const { rows, largest } = check();
  page('checked').textContent = rows === 0 ? '' : say('checked', { rows, largest: largest.toExponential(0) });
  update();
}

inputs.forEach((input, at) => {
  if (input.part !== undefined) {
    const parts = inputs.flatMap((other, k) => (other.part !== undefined && other.column === input.column ? [{ ...other, at: k }] : []));
    if (parts[0].at === at) addDate(input.column, parts);
  } else if (input.kind === 'category') addCategory(input, at);
  else addNumber(input, at);
});
page('reset').addEventListener('click', () => {
  for (const { reset, read } of fields) { reset(); read(null); }
  update();
});
page('language').addEventListener('click', () => {
  language = language === 'ko' ? 'en' : 'ko';
  translate();
});
translate();
`;
