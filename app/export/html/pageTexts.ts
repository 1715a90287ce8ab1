// The few texts of an exported page, in both languages. They travel inside the page, which knows nothing of the app's catalogue.

export const pageTexts = {
  en: {
    inputs: 'Inputs',
    prediction: 'Prediction',
    missing: 'missing',
    other: 'another category',
    range: 'training rows: {min} to {max}',
    beyond: 'beyond the training rows ({min} to {max})',
    interval: '90% interval: {low} to {high}',
    set: '90% set: {classes}',
    largeSet: '90% set: {classes} and {count} more',
    more: '{count} more classes',
    reset: 'Reset',
    checked: '{rows} golden rows computed here, largest difference from Chainrule: {largest}',
    made: 'Trained with Chainrule. This page works offline and sends nothing.',
  },
  ko: {
    inputs: '입력',
    prediction: '예측',
    missing: '결측값',
    other: '다른 범주',
    range: '학습 데이터: {min} ~ {max}',
    beyond: '학습 데이터의 범위({min} ~ {max}) 밖',
    interval: '90% 예측 구간: {low} ~ {high}',
    set: '90% 집합: {classes}',
    largeSet: '90% 집합: {classes} 외 {count}개',
    more: '그 밖의 클래스 {count}개',
    reset: '처음 값으로',
    checked: '여기서 계산한 예시 행: {rows}개, Chainrule과의 최대 차이: {largest}',
    made: 'Chainrule에서 학습한 모델입니다. 이 페이지는 오프라인에서 작동하며 아무것도 전송하지 않습니다.',
  },
} as const;
