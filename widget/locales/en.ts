import type { LocaleWords } from '../locale-words.js';

/** English. */
export const words: LocaleWords = {
  title: 'Identity verification {what}',
  kind: {
    enrolment: 'before you start the course',
    lesson: 'before lesson {number}',
    evaluation: 'before the evaluation',
    exam: 'before the exam',
    assignment: 'before the assignment',
    login: 'before you log in',
    other: '',
  },
  step: 'Step {n} of {of}',
  close: 'Close',
  start: 'Start verification',
  loading: 'Please wait.',

  code: '{digits}-digit code from the mOTP app',
  automatic: 'The code is checked as soon as you enter all {digits} digits.',
  submit: 'Verify',
  checking: 'Checking…',
  countdown: 'New code in {seconds} sec.',
  turned: 'New code',

  length: 'Enter {digits} digits.',

  more: 'No app, or it does not work?',

  verified: 'Verified. Taking you to the next page.',
  verifiedHere: 'Verified. You can continue now.',
  required: 'Please verify your identity.',

  retry: 'Try again',
  failed: {
    offline: 'You are offline. Check your internet connection and try again.',
    unreachable: 'Cannot connect. Check your internet connection and try again.',
    timeout: 'This is taking too long. Please try again in a moment.',
    other: 'Something went wrong. Please try again later.',
  },

  further: {
    stepDone: 'Step {n} is done.',
    unlocked: 'Unlocked. Now enter the code shown in the app.',
    waitForCode: 'Please wait for the new code.',
    newCode: 'The new code is ready. Enter the one shown in the app.',
    'wrong-code': 'This code is not correct.',
    repeated: 'You just tried this code. Please check the code in the app.',
    'used-code': 'This code was already used. Wait for the new code, then enter it.',
    mismatch:
      'Please compare the name and mobile number above with those registered in the app. If they differ, contact your training institution.',
    unavailable: '“{method}” is not available right now. Please use a method below.',
    unavailableAlone:
      'Verification is not available right now. Try again in {seconds} sec. If it continues, contact your training institution.',
    attemptsLeft: '{left} more wrong codes will lock it.',
    lastTry: 'This is your last try. Check the code again, then press “{button}”.',
    lockMeans: 'A wrong code locks it. Ways to unlock: {methods}',
    list: '{one}, {other}',
    clock: 'If the time on your phone is wrong, the code will not match. Please set its date and time to “automatic”.',
    koreanClock: 'If the time on your phone is wrong, the code will not match. Please set it to Korean time.',
    expired: 'Time is up. Please press “{button}”.',
    locked: 'It is locked: too many wrong codes.',
    unlock: 'Verify your identity below to unlock it right away.',
    noUnlock: 'Please contact your training institution.',
    retryIn: 'Try again in {seconds} sec.',
    startOver: 'Close and start again',
    cancel: 'Cancel',
    moreOther: 'Other methods and help',
    failed: {
      'unknown-session': 'Time is up. Close this verification and start again.',
      'not-configured': 'Verification does not work on this site. Please contact your training institution.',
      'too-many-requests': 'It is busy now. Please try again in 1 minute.',
      maintenance: 'Under maintenance. Please try again later.',
    },

    app: {
      android: 'Get the app on Google Play',
      ios: 'Get the app on the App Store',
      web: 'Open the app in the browser',
    },
    method: {
      motp: 'mOTP app',
      'web-otp': 'Web OTP',
      captcha: 'Robot check (CAPTCHA)',
      phone: 'Mobile phone verification',
      ipin: 'i-PIN',
    },
    help: {
      phone: 'Call {address}',
      remote: 'Remote support',
      chat: 'Chat support',
      guide: 'How to verify',
      manual: 'User manual',
    },
    noHelp: 'Need help? Please contact your training institution.',
    newWindow: 'opens in a new window',
  },
};
