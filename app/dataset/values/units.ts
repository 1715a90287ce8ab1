// The signs that may stand beside a number: currencies and short units of measure. Other words are no units: `3 rooms`, `Room 3`,
// `A1`, `No. 5` stay text.
// Sources: currency signs and narrow symbols of Unicode CLDR; codes of ISO 4217 of the currencies most traded (BIS triennial survey);
// units of the SI brochure and of CLDR in their short forms; Korean counters as offices write them.
import type { Unit } from '../../contract/table/unit.ts';

const words = (text: string) => text.split(' ');

/** On either side of a number. */
const currencies = [
  ...words(
    '$ US$ U$ R$ C$ CA$ A$ AU$ NZ$ HK$ NT$ S$ MX$ € £ ¥ ￥ CN¥ JP¥ ₩ ￦ ₹ ₽ ₺ ₫ ₴ ₦ ₱ ฿ ₪ ₡ ₲ ₵ ₸ ₮ ₼ ₾ ₿',
  ),
  ...words('USD EUR JPY GBP AUD CAD CHF CNY HKD NZD SEK KRW SGD NOK MXN INR RUB ZAR TWD DKK PLN THB IDR'),
  ...words('HUF CZK ILS CLP PHP COP MYR RON SAR AED PEN BRL VND ARS EGP BGN ISK UAH NGN PKR'),
  ...words('kr kr. zł Kč Ft lei Rs Rs. RM Rp Fr. SFr. руб руб. р.'),
];

/** Behind a number only. */
const measures = [
  ...words('% ％ ‰ %p pct bp bps ° ′ ″ °C °F ℃ ℉'),
  ...words('t kg g mg µg μg ug lb lbs oz km m cm mm µm μm nm mi ft in yd'),
  ...words('km² km2 m² m2 cm² cm2 mm² ha ㎡ ㎢ ft² sqft m³ m3 cm³ l L ml mL dl dL cl cL gal'),
  ...words('km/h kph mph m/s kn h hr hrs min s sec ms µs d yr yrs rpm'),
  ...words(
    'W mW kW MW GW Wh kWh MWh GWh V mV kV A mA Ah mAh Ω kΩ Hz kHz MHz GHz J kJ MJ cal kcal dB dBm lm lx hp bhp PS cc',
  ),
  ...words(
    'Pa hPa kPa MPa bar mbar psi mmHg mol mmol mg/L mg/l mg/dL mg/dl g/L g/l g/dL g/dl mmol/L mmol/l µg/m³ ㎍/㎥ ppm ppb IU',
  ),
  ...words('B kB KB MB GB TB KiB MiB GiB bit kbps Mbps Gbps px pt dpi mpg kmpl km/l km/kg g/km l/100km'),
  ...words(
    '원 천원 만원 백만원 천만원 억원 조원 개 명 인 건 회 대 권 병 장 매 점 세 살 일 개월 시간 분 초 층 평 마리 박 석 톤',
  ),
  ...words('円 千円 万円 億円 元 万元 亿元 個 个 件 人 名 本 枚 台 回 歳 岁'),
];

/** A unit by how it is spelled; by its spelling in lower case, too, where only one unit has that: `KG` is kg, but not `M` m. */
class UnitList {
  private readonly exact = new Map<string, string>();
  private readonly folded = new Map<string, string | null>();

  constructor(texts: readonly string[]) {
    for (const text of texts) {
      this.exact.set(text, text);
      const lower = text.toLowerCase();
      this.folded.set(lower, this.folded.has(lower) ? null : text);
    }
  }

  find(spelled: string): string | null {
    const exact = this.exact.get(spelled);
    if (exact !== undefined) return exact;
    return spelled.length > 1 ? (this.folded.get(spelled.toLowerCase()) ?? null) : null;
  }
}

const lists = { before: new UnitList(currencies), after: new UnitList([...measures, ...currencies]) };
const money: ReadonlySet<string> = new Set([
  ...currencies,
  ...measures.filter((text) => /[원円元]$/.test(text)),
]);

/** The usual spelling of a sign that stands before or behind a number; null where it is no known unit. */
export function knownUnit(spelled: string, before: boolean): string | null {
  return (before ? lists.before : lists.after).find(spelled);
}

/** Whether a unit is money, which is seldom written with three decimals. */
export function isMoney({ text, before }: Unit): boolean {
  return money.has(knownUnit(text, before) ?? '');
}

/** Whether a unit may be written in upper or lower case: no other unit differs from it in case alone. */
export function isAnyCase({ text, before }: Unit): boolean {
  const lower = text.toLowerCase();
  const found = knownUnit(text, before);
  return (
    found !== null && knownUnit(lower, before) === found && knownUnit(text.toUpperCase(), before) === found
  );
}
