import type { LocaleWords } from '../../locale-words.js';

const phone = {
  explain: '将在新窗口中用您本人名下的手机验证身份。',
  explainHere: '用您本人名下的手机验证身份。完成后会回到此页面。',
  open: '打开手机验证窗口',
  here: '在此窗口验证',
  elsewhere: '请在另一个窗口中完成验证。结果会显示在这里。',
  back: '返回验证窗口',
  closed: '窗口似乎已关闭。如尚未完成，请重新打开。',
  again: '重新打开窗口',
  waiting: '正在等待结果。如尚未完成，请在下方继续。',
  notices: {
    blocked: '新窗口未能打开。请在此窗口中继续。',
    'not-same-person': '与登记的信息不一致。请用您本人（不是公司或他人）的信息重新验证。',
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
        explain: '绑定此浏览器后，无需应用即可验证。请先在新窗口中进行手机身份验证。',
        explainHere: '绑定此浏览器后，无需应用即可验证。请先进行手机身份验证。完成后会回到此页面。',
      },
      enrolled: '就快完成了。用此验证码验证后，即绑定此浏览器。',
      registered: '这是此浏览器的验证码。',
      code: '验证码',
      use: '用此验证码验证',
      elsewhere: '此浏览器未绑定。绑定后，将无法再用以前的浏览器验证。',
      register: '绑定此浏览器',
      renew: '重新绑定此浏览器',
      unable: '此浏览器无法保存验证码。如果是无痕窗口，请改用普通窗口，或选择其他方式。',
      notices: {
        ...phone.notices,
        'wrong-code': '验证码不正确。请重新绑定此浏览器。',
        'used-code': '此验证码已用过。请用新验证码验证。',
        repeated: '这是刚才输错的验证码。请重新绑定此浏览器。',
        mismatch: '已绑定其他浏览器。请重新绑定此浏览器。',
      },
    },
    captcha: {
      explain: '需要确认您不是机器人。无需答题，点击按钮后等几秒钟即可。',
      explainPage: '需要确认您不是机器人。请点击按钮开始。',
      start: '开始',
      working: '正在确认。请稍候。',
      progress: '已完成{percent}%。',
      page: '请在下方继续。结果会显示在这里。',
      frame: '人机验证',
      notices: { 'wrong-answer': '验证未通过。请重试。' },
    },
  },
};
