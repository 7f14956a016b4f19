/**
 * What templates know of the tag, for frameworks whose templates no plain TypeScript compiler reads. It is compiled,
 * never run.
 */
import type { MoOtpGate, MoOtpGateEventMap } from 'mo-otp-gate';
import type {} from 'mo-otp-gate/react';
import type {} from 'mo-otp-gate/svelte';
import type {} from 'mo-otp-gate/vue';
import type { JSX } from 'react';
import type { SvelteHTMLElements } from 'svelte/elements';
import type { GlobalComponents } from 'vue';

export const react: JSX.IntrinsicElements['mo-otp-gate'] = {
  verifier: '/v1',
  manualSubmit: true,
  className: 'mine',
  'onmo-otp-verified': ({ detail }) => detail.token.trim(),
};

export const svelte: SvelteHTMLElements['mo-otp-gate'] = {
  verifier: '/v1',
  mode: 'inline',
  'manual-submit': true,
  class: 'mine',
  'onmo-otp-locked': ({ detail }) => detail.unlock.join(),
};
// @ts-expect-error: there are two modes
export const wrong: SvelteHTMLElements['mo-otp-gate'] = { mode: 'sideways' };

type VueProps = InstanceType<GlobalComponents['mo-otp-gate']>['$props'];
export const vue: VueProps = {
  verifier: '/v1',
  manualSubmit: true,
  class: 'mine',
  onMoOtpRejected: ({ detail }) => detail.attemptsLeft?.toFixed(),
};
// @ts-expect-error: a session is text
export const alsoWrong: VueProps = { session: 9 };

/** Without any framework: the tag, and its events where they bubble to. */
export function plain() {
  const gate: MoOtpGate | null = document.querySelector('mo-otp-gate');
  document.addEventListener('mo-otp-error', ({ error }) => console.warn(error.code));
  gate?.addEventListener('mo-otp-close', ({ detail }) => detail.verified);
}

/**
 * Angular's templates let any tag and event through (CUSTOM_ELEMENTS_SCHEMA); what its components do with them is
 * typed.
 */
export class Component {
  gate?: { nativeElement: MoOtpGate }; // @ViewChild('gate')
  verified({ token, expiresIn }: MoOtpGateEventMap['mo-otp-verified']) {
    return token.trim() + expiresIn.toFixed();
  }
  // @ts-expect-error: only a verified learner has a token
  locked({ token }: MoOtpGateEventMap['mo-otp-locked']) {
    return token;
  }
  open() {
    return this.gate?.nativeElement.show().then((proven) => proven?.token);
  }
}
