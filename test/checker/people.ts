// made up; these numbers exist in tests only
export const people = [
  { name: '홍길동', phone: '010-0000-1234' },
  { name: '김하나', phone: '010-0000-5678' },
];

/** The origins of the checked site. */
export const origins = ['http://site.test', 'http://www.site.test'];
