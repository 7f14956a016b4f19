import type { LocaleWords } from '../../locale-words.js';

const phone = {
  explain: 'A new window checks your identity with the mobile phone in your own name.',
  explainHere: 'Your identity is checked with the mobile phone in your own name. Then you come back here.',
  open: 'Open identity check',
  here: 'Check in this window',
  elsewhere: 'Go on in the other window. The result is shown here.',
  back: 'Show the window again',
  closed: 'The window seems closed. If you have not finished, please open it again.',
  again: 'Open the window again',
  waiting: 'Waiting for the result. If you have not finished, please go on.',
  notices: {
    blocked: 'No new window opened. Please go on in this window.',
    'not-same-person': 'You are registered with other details. Please check in your own name.',
    cancelled: 'You cancelled. Please try again or choose another way.',
  },
};

export const words: LocaleWords = {
  methods: {
    phone,
    ipin: {
      ...phone,
      explain: 'A new window checks your identity with i-PIN.',
      explainHere: 'Your identity is checked with i-PIN. Then you come back here.',
      open: 'Open i-PIN',
    },
    'web-otp': {
      check: {
        ...phone,
        explain: 'Register this browser to verify without the app. First check your identity in a new window.',
        explainHere:
          'Register this browser to verify without the app. First check your identity. Then you come back here.',
      },
      enrolled: 'Verify with this code to register this browser.',
      registered: 'This is the code of this browser.',
      code: 'Code',
      use: 'Verify with this code',
      elsewhere: 'This browser is not registered. If you register it, the browser before stops working.',
      register: 'Register this browser',
      renew: 'Register this browser again',
      unable: 'This browser cannot keep a code. In a private window, please use a normal one, or choose another way.',
      notices: {
        ...phone.notices,
        'wrong-code': 'Wrong code. Please register this browser again.',
        'used-code': 'This code was used. Verify with the next code.',
        repeated: 'This code was wrong. Please register this browser again.',
        mismatch: 'Another browser is registered. Please register this browser again.',
      },
    },
    captcha: {
      explain: 'We check that you are a person. Nothing to solve: press the button and wait some seconds.',
      explainPage: 'We check that you are a person. Press the button to begin.',
      start: 'Begin',
      working: 'Checking. Please wait.',
      progress: '{percent}% done.',
      page: 'Please go on below. The result is shown here.',
      frame: 'Person check',
      notices: { 'wrong-answer': 'That did not work. Please try again.' },
    },
  },
};
