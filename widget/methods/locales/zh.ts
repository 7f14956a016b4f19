import type { LocaleWords } from '../../locale-words.js';

const phone = {
  explain: '将在新窗口中用您本人名下的手机验证身份。',
  explainHere: '用您本人名下的手机验证身份。完成后会回到此页面。',
  open: '打开身份验证窗口',
  here: '在此窗口验证',
  elsewhere: '请在另一个窗口中继续。结果会显示在这里。',
  back: '再次显示窗口',
  closed: '窗口好像已关闭。如未完成，请重新打开。',
  again: '重新打开窗口',
  waiting: '正在等待结果。如未完成，请继续。',
  notices: {
    blocked: '无法打开新窗口。请在此窗口继续。',
    'not-same-person': '与登记的信息不一致。请用您本人的名义重新验证。',
    cancelled: '您已取消。请重试，或选择其他方式。',
  },
};

export const words: LocaleWords = {
  methods: {
    phone,
    ipin: {
      ...phone,
      explain: '将在新窗口中用i-PIN验证身份。',
      explainHere: '用i-PIN验证身份。完成后会回到此页面。',
      open: '打开i-PIN窗口',
    },
    'web-otp': {
      check: {
        ...phone,
        explain: '登记此浏览器后，无需应用即可验证。请先在新窗口中验证身份。',
        explainHere: '登记此浏览器后，无需应用即可验证。请先验证身份。完成后会回到此页面。',
      },
      enrolled: '用此验证码验证后，即登记此浏览器。',
      registered: '这是此浏览器的验证码。',
      code: '验证码',
      use: '用此验证码验证',
      elsewhere: '此浏览器未登记。登记后，以前的浏览器不能再使用。',
      register: '登记此浏览器',
      renew: '重新登记此浏览器',
      unable: '此浏览器无法保存验证码。如在无痕窗口，请改用普通窗口，或选择其他方式。',
      notices: {
        ...phone.notices,
        'wrong-code': '验证码不正确。请重新登记此浏览器。',
        'used-code': '验证码已使用。请用新验证码验证。',
        repeated: '此验证码刚才不正确。请重新登记此浏览器。',
        mismatch: '已登记其他浏览器。请重新登记此浏览器。',
      },
    },
    captcha: {
      explain: '确认是真人操作。无需答题，请按按钮并等几秒钟。',
      explainPage: '确认是真人操作。请按按钮开始。',
      start: '开始',
      working: '正在确认。请稍候。',
      progress: '已完成{percent}%。',
      page: '请在下面继续。结果会显示在这里。',
      frame: '真人确认',
      notices: { 'wrong-answer': '未能确认。请重试。' },
    },
  },
};
