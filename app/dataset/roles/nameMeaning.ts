// What the name of a column suggests about it as a target, in English and Korean. The words come from well-known public tables
// and everyday names. A name is split into words at spaces, punctuation and capitals; a unit in brackets is ignored.

/** Names of a target in any table. */
const general =
  'target label class outcome response output dependent result y truth 목표 정답 타깃 타겟 레이블 라벨 클래스 결과 종속변수 y값';

/** Common subjects of prediction. */
const subjects = [
  'price cost charges tip fare revenue sales profit income salary wage demand yield rent',
  'species variety cultivar diagnosis survived quality mpg medv rings strength weather digit',
  'churn churned attrition default fraud spam exited canceled cancelled converted conversion',
  'approved admitted passed failure defect stroke cancer disease mortality died death',
  'grade score rating sentiment status satisfaction tomorrow expectancy cnt',
  '가격 비용 매출 판매량 수익 소득 급여 연봉 임금 수요 수확량 집값 전세가 월세',
  '종 품종 진단 생존 품질 연비 등급 점수 성적 합격 이탈 연체 부도 사기 스팸 불량 고장 사망 만족도 날씨',
].join(' ');

/** Names of a target only as a whole. */
const phrases = new Set([
  'miles per gallon',
  'mile per gallon',
  'default payment next month',
  'median house value',
  'med house val',
  'hours to failure',
  'remaining useful life',
  'length of stay',
  'g3',
  // A target alone; together with another word (seller type) a feature.
  'type',
]);

/** Descriptions of a row that are seldom predicted. */
const descriptions = [
  'id idx index key code marital name date time year month day hour week weekday timestamp',
  'age sex gender race lat latitude lon long lng longitude zip postcode address city country state region island origin',
  'x z width height length weight size petal sepal feature col column var mean std error',
  '번호 순번 이름 날짜 시간 연도 년도 월 일 요일 나이 연령 성별 위도 경도 우편번호 주소 지역 도시 섬 너비 폭 높이 길이 무게 크기',
].join(' ');

/** A predicate is more often a target than other yes/no columns: `is_fraud`, `has churned`, 이탈여부. */
const predicate = /^(?:is|has|will|did|was) \S|여부$/;

const asSet = (text: string) => new Set(text.split(' '));
const [generalWords, subjectWords, descriptionWords] = [general, subjects, descriptions].map(asSet);

export type NameMeaning = 'target' | 'subject' | 'partly' | 'description' | 'nothing';

/** `target`, `subject`: the whole name is in that list; `partly`: its first or last word is in one of them. */
export function meaningOfName(name: string): NameMeaning {
  const words = wordsOf(name);
  const whole = words.join(' ');
  if (generalWords!.has(whole)) return 'target';
  if (subjectWords!.has(whole) || phrases.has(whole)) return 'subject';
  const [first, last] = [words[0] ?? '', words.at(-1) ?? ''];
  const meant = (word: string) => generalWords!.has(word) || subjectWords!.has(word);
  if (descriptionWords!.has(last) || (words.length > 1 && descriptionWords!.has(first))) return 'description';
  return meant(last) || meant(first) || predicate.test(whole) ? 'partly' : 'nothing';
}

/** In lower case. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFC')
    .replace(/[([{].*?[)\]}]/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_.\-/:,;#?!"']+/)
    .filter((word) => word !== '');
}
