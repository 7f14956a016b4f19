/** The labels of the loader's button, by language. */
/** Why the button is there: no connection, a refusal of the site, no gate, or a way on that needs a press. */
export type Label = 'unreachable' | 'refused' | 'failed' | 'proceed';

type Labels = Record<Label | 'verified', string>;

const korean: Labels = {
  unreachable: '연결 실패, 다시 시도',
  refused: '지금은 받을 수 없습니다. 로그인을 확인하고 다시 시도',
  failed: '본인인증 화면을 열지 못했습니다. 다시 시도',
  verified: '확인되었습니다.',
  proceed: '계속하기',
};
const labels: Record<string, Labels> = {
  ko: korean,
  en: {
    unreachable: 'No connection. Try again',
    refused: 'Not accepted. Check that you are logged in and try again',
    failed: 'The verification could not be opened. Try again',
    verified: 'Verified.',
    proceed: 'Continue',
  },
  zh: {
    unreachable: '连接失败，重试',
    refused: '现在无法提交。请确认已登录，然后重试',
    failed: '无法打开身份验证，重试',
    verified: '已验证。',
    proceed: '继续',
  },
  vi: {
    unreachable: 'Không có kết nối. Thử lại',
    refused: 'Chưa gửi được. Hãy kiểm tra đăng nhập rồi thử lại',
    failed: 'Không mở được màn hình xác thực. Thử lại',
    verified: 'Đã xác thực.',
    proceed: 'Tiếp tục',
  },
  ne: {
    unreachable: 'जडान भएन। फेरि प्रयास गर्नुहोस्',
    refused: 'अहिले स्वीकार भएन। लगइन जाँचेर फेरि प्रयास गर्नुहोस्',
    failed: 'प्रमाणीकरण खुलेन। फेरि प्रयास गर्नुहोस्',
    verified: 'प्रमाणित भयो।',
    proceed: 'अगाडि बढ्नुहोस्',
  },
};

/** The language at an element, as far as there are labels in it; else Korean. */
function languageAt(element: Element): string {
  const { lang = '' } = element.closest<HTMLElement>('[lang]') ?? {};
  const language = lang.toLowerCase().split('-')[0]!;
  return labels[language] ? language : 'ko';
}

/** The labels in the language at an element. */
export const labelsAt = (element: Element): Labels => labels[languageAt(element)]!;

/** Labels the loader's button in the language at the control. */
export function setLabel(button: HTMLElement, label: Label, control: Element): void {
  // a control that the page has removed has no language around it
  const place = control.isConnected ? control : document.body;
  const { [label]: text, verified } = labelsAt(place);
  button.style.zIndex = '9999';
  button.lang = languageAt(place);
  button.textContent = label === 'proceed' ? `${verified} ${text}` : text;
}
