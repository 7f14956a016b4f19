import type { Clock } from '../clock.js';
import { loadDevice } from './device-store.js';
import type { Opened, State } from './state.js';
import type { Verifier } from './verifier.js';

/** Holds what is shown and what it takes to change it. Whoever waits compares `screenful` before and after: a late answer changes nothing. */
export class App {
  state: State = { screen: 'starting' };
  /** Grows with every change of the screen. */
  screenful = 0;

  constructor(
    readonly verifier: Verifier,
    readonly clock: Clock,
    private readonly shown: () => void,
  ) {}

  show(next: State) {
    const before = openedIn(this.state);
    if (before && openedIn(next)?.secret !== before.secret) before.secret.fill(0);
    if (next.screen !== this.state.screen) this.screenful++;
    this.state = next;
    this.shown();
  }

  /** The screen that the stored record asks for: where the app starts, and where it returns to when it forgets. */
  async start() {
    const stored = await loadDevice();
    if (!stored) this.show({ screen: 'welcome' });
    else if ('ended' in stored) this.show({ screen: 'ended', why: stored.ended });
    else this.show({ screen: 'pin' });
  }

  /** The verifier's time in epoch milliseconds, as far as this phone knows it. */
  time() {
    return this.clock.now() + (openedIn(this.state)?.offset ?? 0);
  }
}

const openedIn = (state: State): Opened | undefined => ('opened' in state ? state.opened : undefined);
