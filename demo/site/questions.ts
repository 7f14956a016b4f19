/** A question with its choices; `answer` is the index of the right choice and stays on the server. */
export interface Question {
  text: string;
  choices: readonly string[];
  answer: number;
}

/** The questions of the two assessments. */
export const questions: Readonly<Record<'evaluation' | 'exam', readonly Question[]>> = {
  evaluation: [
    {
      text: '비밀번호를 관리하는 방법으로 가장 알맞은 것은 무엇입니까?',
      choices: [
        '모든 곳에 같은 비밀번호를 쓴다',
        '모니터에 메모를 붙여 둔다',
        '곳마다 다르게 만들고 관리 도구에 보관한다',
      ],
      answer: 2,
    },
    {
      text: '보낸 사람을 알 수 없는 첨부 파일을 받았습니다. 먼저 할 일은 무엇입니까?',
      choices: ['열지 않고 담당 부서에 알린다', '열어서 내용을 확인한다', '동료에게 전달한다'],
      answer: 0,
    },
    {
      text: '로그인을 두 번 확인하는 까닭은 무엇입니까?',
      choices: ['접속이 빨라져서', '비밀번호가 새어 나가도 계정을 지킬 수 있어서', '비밀번호를 외우지 않아도 되어서'],
      answer: 1,
    },
  ],
  exam: [
    {
      text: '업데이트 알림이 떴을 때 알맞은 행동은 무엇입니까?',
      choices: ['알림을 끈다', '되도록 빨리 설치한다', '새 컴퓨터를 살 때까지 미룬다'],
      answer: 1,
    },
    {
      text: '카페의 공용 와이파이에서 업무 문서를 보아야 합니다. 어떻게 합니까?',
      choices: ['회사가 정한 보안 접속을 쓴다', '그냥 접속한다', '문서를 개인 메일로 보낸다'],
      answer: 0,
    },
    {
      text: '개인정보가 담긴 출력물을 다 썼습니다. 어떻게 합니까?',
      choices: ['이면지로 쓴다', '책상에 둔다', '파쇄한다'],
      answer: 2,
    },
    {
      text: '컴퓨터가 악성 프로그램에 걸린 것 같습니다. 가장 먼저 할 일은 무엇입니까?',
      choices: ['네트워크를 끊고 담당 부서에 알린다', '전원을 끄고 퇴근한다', '파일을 모두 지운다'],
      answer: 0,
    },
    {
      text: '택배 조회를 하라는 문자에 모르는 링크가 있습니다. 어떻게 합니까?',
      choices: ['눌러서 확인한다', '누르지 않고 택배사의 공식 앱에서 조회한다', '링크를 친구에게 보낸다'],
      answer: 1,
    },
  ],
};

/** A score from 0 to 100; an unanswered question counts as wrong. */
export function score(questions: readonly Question[], answers: Readonly<Record<string, unknown>>): number {
  const right = questions.filter(({ answer }, index) => answers[`q${index + 1}`] === String(answer)).length;
  return Math.round((right / questions.length) * 100);
}
