import type { LocaleWords } from '../../locale-words.js';

const phone = {
  explain: 'You verify in a new window, with a mobile phone in your own name.',
  explainHere: 'You verify with a mobile phone in your own name. Then you come back here.',
  open: 'Open phone verification',
  here: 'Verify in this window',
  elsewhere: 'Please finish in the other window. The result will appear here.',
  back: 'Show the window again',
  closed: 'The window seems to be closed. If you have not finished, please open it again.',
  again: 'Open the window again',
  waiting: 'Waiting for the result. If you have not finished, please continue below.',
  notices: {
    blocked: 'The new window did not open. Please continue in this window.',
    'not-same-person':
      'These details do not match your registration. Please verify in your own name, not a company’s or another person’s.',
    cancelled: 'You cancelled. Please try again or choose another way.',
  },
};

export const words: LocaleWords = {
  methods: {
    phone,
    ipin: {
      ...phone,
      explain: 'You verify with i-PIN in a new window.',
      explainHere: 'You verify with i-PIN. Then you come back here.',
      open: 'Open i-PIN verification',
    },
    'web-otp': {
      check: {
        ...phone,
        explain: 'Register this browser to verify without the app. First verify with your phone in a new window.',
        explainHere:
          'Register this browser to verify without the app. First verify with your phone. Then you come back here.',
      },
      enrolled: 'Almost done. Verify with this code to register this browser.',
      registered: 'Your code for this browser:',
      code: 'Code',
      use: 'Verify with this code',
      elsewhere:
        'This browser is not registered. If you register it, you can no longer verify with the previous browser.',
      register: 'Register this browser',
      renew: 'Register this browser again',
      unable:
        'This browser cannot store the code. If this is a private window, open a normal window, or choose another way.',
      notices: {
        ...phone.notices,
        'wrong-code': 'This code is not correct. Please register this browser again.',
        'used-code': 'This code was already used. Verify with the next code.',
        repeated: 'You just tried this code. Please register this browser again.',
        mismatch: 'Another browser is registered. Please register this browser again.',
      },
    },
    captcha: {
      explain: 'We check that you are not a robot. There is nothing to solve. Press the button and wait a few seconds.',
      explainPage: 'We check that you are not a robot. Press the button to start.',
      start: 'Start',
      working: 'Checking. Please wait.',
      progress: '{percent}% done.',
      page: 'Please continue below. The result will appear here.',
      frame: 'Robot check',
      notices: { 'wrong-answer': 'That did not work. Please try again.' },
    },
  },
};
