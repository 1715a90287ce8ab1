// The two plain pages that a browser without a session gets, in English and Korean. The server has their texts, because the app's own
// page and messages are only for browsers with a session.

const page = (title: string, english: string, korean: string, more = '') => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<body><h1>Chainrule</h1><p>${english}</p><p lang="ko">${korean}</p>${more}</body></html>
`;

/** No cookie, or one of an earlier start. After a first visit from another site the cookie is already set, so the page offers a
 *  link to continue. */
export const sessionEndedPage = page(
  'Session ended',
  'This session has ended, or was never opened here. Open the link that Chainrule printed when it was started last.',
  '이 세션은 끝났거나 여기서 열린 적이 없습니다. Chainrule을 마지막으로 시작할 때 출력된 링크를 여십시오.',
  '<p><a href="/">I have just opened it: go on</a> · <a lang="ko" href="/">방금 열었습니다: 계속</a></p>',
);

export const notFoundPage = page(
  'Not found',
  'There is nothing at this address. <a href="/">Open Chainrule</a>.',
  '이 주소에는 아무것도 없습니다. <a href="/">Chainrule 열기</a>.',
);
