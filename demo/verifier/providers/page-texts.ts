/** For learners: the check on this page has ended. */
export const over = { title: '시간이 지났습니다', text: '창을 닫고, 학습하던 화면에서 다시 시작해 주세요.' };
