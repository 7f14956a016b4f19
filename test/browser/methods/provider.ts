/**
 * A stub of the provider's window, as far as the gate can see it: a frame in place of the window that `open` returns.
 */
export class Provider {
  /** The addresses that were opened, and whether that was in a click or key press of the learner's. */
  readonly opened: { address: string; name: string; inClick: boolean }[] = [];
  /** Whether this browser lets windows open. */
  blocked = false;
  broughtBack = 0;
  closedByGate = false;
  #frame: HTMLIFrameElement | undefined;
  readonly #open = window.open;

  constructor() {
    window.open = (address, name) => {
      this.opened.push({ address: String(address), name: name!, inClick: navigator.userActivation.isActive });
      if (this.blocked) return null;
      this.#frame = document.createElement('iframe');
      document.body.append(this.#frame);
      const page = this.#frame.contentWindow!;
      page.focus = () => void this.broughtBack++;
      page.close = () => {
        this.closedByGate = true;
        this.#frame!.remove();
      };
      return page;
    };
  }

  /** Closed by the learner. */
  closes() {
    this.#frame!.remove();
  }

  /** The page says something to the page that opened it. */
  says(origin: string, source: Window | null = this.#frame!.contentWindow) {
    dispatchEvent(new MessageEvent('message', { origin, source, data: {} }));
  }

  leave() {
    window.open = this.#open;
    this.#frame?.remove();
  }
}
