/** Unlocking with the PIN, and locking. */
import type { App } from './app.js';
import { saveOffset, deactivateDevice, loadDevice, type Deactivated } from './device-store.js';
import { digitsIn } from './digits.js';
import { offsetOf } from './otp/offset.js';
import { unmaskSecret } from './pin/pin-mask.js';
import { claimWith, type Claim } from './pin/claim.js';
import { safeWordOf } from './pin/safe-word.js';
import type { UnlockedDevice } from './state.js';
import { VerifierError } from './verifier.js';

/** Milliseconds between two tries to have an offline PIN verified. */
const RETRY_MS = 15_000;

/**
 * Unlocks the device with a PIN and has the PIN verified. Offline, codes are shown at once: a wrong PIN gives wrong
 * codes.
 */
export async function unlock(app: App, typed: string) {
  if (app.state.screen !== 'pin' || app.state.busy) return;
  const pin = digitsIn(typed);
  if (pin.length !== 4)
    return app.show({ screen: 'pin', fieldError: { field: 'pin', text: '숫자 4자리를 입력해 주세요.' } });
  const { screenVersion } = app;
  app.show({ screen: 'pin', busy: true });
  const stored = await loadDevice();
  if (!stored || 'ended' in stored) return app.start(); // deactivated by another window
  const secret = await unmaskSecret(stored.secret, pin);
  const { id: device, owner, offset } = stored;
  const unlocked = { device, ...(owner && { owner }), secret, safeWord: await safeWordOf(secret), offset };
  await prove(app, unlocked, await claimWith(secret), screenVersion);
}

/** Has an offline PIN verified as soon as possible; `now` skips the delay between two tries. */
export async function retryProof(app: App, now = false) {
  const { state } = app;
  if (state.screen !== 'code' || !state.unverifiedPin) return;
  const { claim, tried } = state.unverifiedPin;
  if (!now && app.clock.now() - tried < RETRY_MS) return;
  app.show({ ...state, unverifiedPin: { claim, tried: app.clock.now() } });
  await prove(app, state.unlocked, claim, app.screenVersion);
}

/** Shows the result, unless the screen has changed since `screenVersion`. */
async function prove(app: App, unlocked: UnlockedDevice, claim: Claim, screenVersion: number) {
  const next = await judged(app, unlocked, claim);
  if (app.screenVersion !== screenVersion) return;
  if (next === 'deactivated') await app.start();
  else app.show(next);
}

async function judged(app: App, unlocked: UnlockedDevice, claim: Claim) {
  const tried = app.clock.now();
  try {
    const reply = await app.verifier.unlock(unlocked.device, claim);
    switch (reply.status) {
      case 'unlocked': {
        const offset = offsetOf(reply);
        await saveOffset(unlocked.device, offset);
        return { screen: 'code', unlocked: { ...unlocked, offset } } as const;
      }
      case 'rejected': {
        if (reply.attemptsLeft === 0) return deactivate(unlocked, 'locked');
        const text = `비밀번호가 다릅니다. ${reply.attemptsLeft}번 더 틀리면 앱이 잠깁니다.`;
        return { screen: 'pin', fieldError: { field: 'pin', text } } as const;
      }
      case 'locked':
      case 'replaced':
        return deactivate(unlocked, reply.status);
    }
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error;
    return { screen: 'code', unlocked, unverifiedPin: { claim, tried } } as const;
  }
}

async function deactivate({ device }: UnlockedDevice, why: Deactivated['ended']) {
  await deactivateDevice(device, why);
  return 'deactivated' as const;
}

/** Drops all typed and unlocked data; only the PIN, or a new SMS, leads on. */
export function lock(app: App) {
  const { state } = app;
  if ('unlocked' in state) app.show({ screen: 'pin' });
  if (state.screen === 'sms') app.show({ screen: 'details', person: state.person });
}
