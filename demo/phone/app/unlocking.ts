/** From the PIN to codes, and back when the app forgets. */
import type { App } from './app.js';
import { correctClock, endDevice, loadDevice, type Ended } from './device-store.js';
import { digitsIn } from './digits.js';
import { offsetOf } from './otp/offset.js';
import { reveal } from './pin/camouflage.js';
import { claimWith, type Claim } from './pin/claim.js';
import { safeWordOf } from './pin/safe-word.js';
import type { Opened } from './state.js';
import { VerifierError } from './verifier.js';

/** Milliseconds between two tries to have an offline PIN judged. */
const RETRY = 15_000;

/** Opens the device with a PIN and has it judged. Offline the codes are shown at once: a wrong PIN only opens to wrong ones. */
export async function unlock(app: App, typed: string) {
  if (app.state.screen !== 'pin' || app.state.busy) return;
  const pin = digitsIn(typed);
  if (pin.length !== 4)
    return app.show({ screen: 'pin', complaint: { field: 'pin', text: '숫자 네 자리를 적어 주세요.' } });
  const { screenful } = app;
  app.show({ screen: 'pin', busy: true });
  const stored = await loadDevice();
  if (!stored || 'ended' in stored) return app.start(); // another window has ended it
  const secret = await reveal(stored.secret, pin);
  const opened = { device: stored.id, secret, safeWord: await safeWordOf(secret), offset: stored.offset };
  await prove(app, opened, await claimWith(secret), screenful);
}

/** Has an offline PIN judged as soon as it can be; `now` skips the pause between two tries. */
export async function proveLater(app: App, now = false) {
  const { state } = app;
  if (state.screen !== 'code' || !state.unproved) return;
  const { claim, tried } = state.unproved;
  if (!now && app.clock.now() - tried < RETRY) return;
  app.show({ ...state, unproved: { claim, tried: app.clock.now() } });
  await prove(app, state.opened, claim, app.screenful);
}

/** `screenful`: the screen that asked; its answer is of no use to another. */
async function prove(app: App, opened: Opened, claim: Claim, screenful: number) {
  const next = await judged(app, opened, claim);
  if (app.screenful !== screenful) return;
  if (next === 'ended') await app.start();
  else app.show(next);
}

async function judged(app: App, opened: Opened, claim: Claim) {
  const tried = app.clock.now();
  try {
    const reply = await app.verifier.unlock(opened.device, claim);
    switch (reply.status) {
      case 'unlocked': {
        const offset = offsetOf(reply);
        await correctClock(opened.device, offset);
        return { screen: 'code', opened: { ...opened, offset } } as const;
      }
      case 'rejected': {
        if (reply.attemptsLeft === 0) return end(opened, 'locked');
        const text = `비밀번호가 다릅니다. ${reply.attemptsLeft}번 더 틀리면 앱이 잠깁니다.`;
        return { screen: 'pin', complaint: { field: 'pin', text } } as const;
      }
      case 'locked':
      case 'replaced':
        return end(opened, reply.status);
    }
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error;
    return { screen: 'code', opened, unproved: { claim, tried } } as const;
  }
}

async function end({ device }: Opened, why: Ended['ended']) {
  await endDevice(device, why);
  return 'ended' as const;
}

/** Forgets whatever was typed or opened; only the PIN, or a new SMS, leads on. */
export function forget(app: App) {
  const { state } = app;
  if ('opened' in state) app.show({ screen: 'pin' });
  if (state.screen === 'sms') app.show({ screen: 'details', person: state.person });
}
