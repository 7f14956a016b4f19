import type { Clock } from '../../clock.js';
import { loadDevice } from './device-store.js';
import type { UnlockedDevice, State } from './state.js';
import type { Verifier } from './verifier.js';

/**
 * The app's state and services. Asynchronous work compares `screenVersion` before and after, and drops late results.
 */
export class App {
  state: State = { screen: 'starting' };
  /** Incremented with every change of the screen. */
  screenVersion = 0;

  constructor(
    readonly verifier: Verifier,
    readonly clock: Clock,
    private readonly shown: () => void,
  ) {}

  show(next: State) {
    const before = unlockedDeviceOf(this.state);
    if (before && unlockedDeviceOf(next)?.secret !== before.secret) before.secret.fill(0);
    if (next.screen !== this.state.screen) this.screenVersion++;
    this.state = next;
    this.shown();
  }

  /** Shows the screen for the stored record; called at start and after locking. */
  async start() {
    const stored = await loadDevice();
    if (!stored) this.show({ screen: 'welcome' });
    else if ('ended' in stored) this.show({ screen: 'deactivated', why: stored.ended });
    else this.show({ screen: 'pin' });
  }

  /** The verifier's time in epoch milliseconds, as estimated by this phone. */
  time() {
    return this.clock.now() + (unlockedDeviceOf(this.state)?.offset ?? 0);
  }
}

const unlockedDeviceOf = (state: State): UnlockedDevice | undefined =>
  'unlocked' in state ? state.unlocked : undefined;
