import type { LocaleWords } from '../locale-words.js';

/** Simplified Chinese. Not yet read by a native speaker. */
export const words: LocaleWords = {
  title: '{what}身份验证',
  kind: {
    enrolment: '课程开始前',
    lesson: '第{number}课开始前',
    evaluation: '阶段测评前',
    exam: '考试前',
    assignment: '提交作业前',
    login: '登录前',
    other: '',
  },
  step: '第{n}步，共{of}步',
  close: '关闭',
  start: '开始身份验证',
  loading: '请稍候。',

  code: 'mOTP应用中的{digits}位数字',
  automatic: '输入{digits}位后自动验证。',
  submit: '验证',
  checking: '正在验证…',
  countdown: '{seconds}秒后更换验证码。',
  turned: '新验证码',

  length: '请输入{digits}位数字。',

  more: '没有应用，或无法验证？',

  verified: '验证成功。即将进入下一页。',
  verifiedHere: '验证成功。请继续。',
  required: '请进行身份验证。',

  retry: '重试',
  failed: {
    offline: '网络已断开。请检查网络后重试。',
    unreachable: '无法连接。请检查网络后重试。',
    timeout: '响应超时。请稍后重试。',
    other: '出现问题。请稍后重试。',
  },

  further: {
    stepDone: '第{n}步已完成。',
    unlocked: '已解锁。请输入应用中显示的验证码。',
    waitForCode: '请等待新验证码。',
    newCode: '新验证码已出现。请输入应用中显示的验证码。',
    'wrong-code': '验证码不正确。',
    repeated: '这是刚才输错的验证码。请核对应用中的验证码。',
    'used-code': '此验证码已用过。新验证码出现后，请重新输入。',
    mismatch: '请核对上面的姓名和手机号码与应用中登记的是否一致；不一致时，请联系培训机构。',
    unavailable: '“{method}”暂时无法使用。请用以下方式验证。',
    unavailableAlone: '暂时无法验证。请{seconds}秒后重试；如仍不行，请联系培训机构。',
    attemptsLeft: '再错{left}次将被锁定。',
    lastTry: '这是最后一次机会。请再核对验证码，然后点击“{button}”。',
    lockMeans: '再错将被锁定。解锁方式：{methods}',
    list: '{one}、{other}',
    clock: '手机时间不准，验证码就会不正确。请把手机的日期和时间设为“自动设置”。',
    koreanClock: '手机时间不准，验证码就会不正确。请把手机时间设为韩国时间。',
    expired: '验证已超时。请点击“{button}”。',
    locked: '验证码多次输错，已被锁定。',
    unlock: '用以下方式验证身份后，立即解锁。',
    noUnlock: '请联系培训机构。',
    retryIn: '{seconds}秒后可重试',
    startOver: '关闭并重新开始',
    cancel: '取消',
    moreOther: '其他方式和帮助',
    failed: {
      'unknown-session': '验证已超时。请关闭此验证界面，重新开始。',
      'not-configured': '本网站无法进行身份验证。请联系培训机构。',
      'too-many-requests': '当前使用人数较多。请1分钟后重试。',
      maintenance: '系统正在维护。请稍后重试。',
    },

    app: { android: '在Google Play下载应用', ios: '在App Store下载应用', web: '在浏览器中打开应用' },
    method: {
      motp: 'mOTP应用',
      'web-otp': '网页OTP',
      captcha: '人机验证（CAPTCHA）',
      phone: '手机身份验证',
      ipin: 'i-PIN',
    },
    help: { phone: '电话 {address}', remote: '远程协助', chat: '在线咨询', guide: '验证说明', manual: '使用手册' },
    noHelp: '需要帮助时，请联系培训机构。',
    newWindow: '在新窗口打开',
  },
};
