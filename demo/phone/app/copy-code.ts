import type { App } from './app.js';
import { codeAt, stepAt } from './otp/totp.js';
import type { CodeState } from './state.js';

/** Copies the current code: the course may be open on the same phone. */
export async function copyCode(app: App, { unlocked }: CodeState) {
  const { screenVersion } = app;
  const time = app.time();
  let done = true;
  try {
    await navigator.clipboard.writeText(codeAt(unlocked.secret, time));
  } catch {
    done = false; // no permission, or a browser without a clipboard
  }
  if (app.screenVersion === screenVersion && app.state.screen === 'code')
    app.show({ ...app.state, copy: { step: stepAt(time), done } });
}
