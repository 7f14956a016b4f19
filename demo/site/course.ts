import type { Checkpoint } from 'mo-otp-gate/contract';

/** The one course of this site, in the site's own course and class codes. */
export const course = {
  code: 'OFFICE-SECURITY',
  class: 'OFFICE-SECURITY,2026-11',
  title: '사무직을 위한 정보보안 첫걸음',
  term: '2026년 11월반',
  lessons: [
    '정보보안, 왜 나의 일인가',
    '비밀번호를 안전하게 만들고 지키기',
    '두 번 확인하는 로그인',
    '이메일 속 위험 신호 찾기',
    '문자와 전화로 오는 속임수',
    '첨부 파일과 링크를 여는 법',
    '악성 프로그램이 들어오는 길',
    '업데이트를 미루면 생기는 일',
    '내 컴퓨터 점검하기',
    '휴대폰과 업무 앱 지키기',
    '공용 와이파이와 재택근무',
    '문서를 나눌 때 지킬 것',
    '개인정보를 다루는 기본 원칙',
    '출력물과 자리 정리',
    '사고가 났을 때 첫 10분',
    '협력사와 일할 때의 보안',
    '나의 보안 습관 만들기',
  ],
} as const;

/** Titles of the checkpoints other than lessons. */
export const checkpointTitles = { evaluation: '진행단계평가', exam: '최종 시험', assignment: '과제' } as const;

/** The checkpoint of this course at a path such as `lesson/9` or `exam`; `undefined` if there is none. */
export function checkpointAt(kind: string, number?: string): Checkpoint | undefined {
  const here = { course: course.code, class: course.class };
  if (kind === 'lesson' && number !== undefined && /^[1-9]\d{0,2}$/.test(number)) {
    const title = course.lessons[Number(number) - 1];
    return title === undefined ? undefined : { ...here, kind, number: Number(number), title };
  }
  if (number === undefined && (kind === 'evaluation' || kind === 'exam' || kind === 'assignment'))
    return { ...here, kind, title: checkpointTitles[kind] };
  return undefined;
}

/** Every checkpoint of this course, in the order of its page. */
export const checkpoints: Checkpoint[] = [
  ...course.lessons.map((_, index) => checkpointAt('lesson', String(index + 1))!),
  ...Object.keys(checkpointTitles).map((kind) => checkpointAt(kind)!),
];

/** The path of a checkpoint's page; its gate endpoint is `/gate` followed by the same path. */
export const pathOf = ({ kind, number }: Pick<Checkpoint, 'kind' | 'number'>): string =>
  number === undefined ? `/${kind}` : `/${kind}/${number}`;

/** A checkpoint's name within a sentence. */
export const nameOf = ({ number, title = '' }: Checkpoint): string =>
  number === undefined ? title : `${number}차시 ${title}`;
