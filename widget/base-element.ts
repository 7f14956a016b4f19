/** A property by its name in scripts; `attribute` where that has another one. Texts that do not reflect show up in no attribute that the page did not write. */
export interface Property {
  type?: typeof Boolean;
  reflect?: boolean;
  attribute?: string;
  /** What it is where neither page nor script has said. */
  initial?: string;
}

// a server that imports the package has no elements, and defines none
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * An element that is drawn into a shadow root, once for all that changes in a moment. Lit's own LitElement does the same and much more, and a learner
 * would download more than a kilobyte of it that the gate has no use for.
 */
export abstract class BaseElement extends Base {
  static readonly properties: Record<string, Property>;

  /** IssuedChallenge for once, when the element is defined: the accessors of the properties come with it. */
  static get observedAttributes(): string[] {
    return Object.entries(this.properties).map(([name, { type, reflect, attribute = name, initial = '' }]) => {
      Object.defineProperty(this.prototype, name, {
        get(this: BaseElement) {
          return type
            ? this.hasAttribute(attribute)
            : ((reflect ? this.getAttribute(attribute) : this.#values[name]) ?? initial);
        },
        set(this: BaseElement, value: unknown) {
          if (type) this.toggleAttribute(attribute, Boolean(value));
          else if (!reflect) {
            this.#values[name] = value;
            this.propertyChanged(name);
          } else if (value) this.setAttribute(attribute, String(value));
          else this.removeAttribute(attribute);
        },
      });
      return attribute;
    });
  }

  protected readonly root = this.attachShadow({ mode: 'open' });
  readonly #values: Record<string, unknown> = {};
  #rendering: Promise<void> | undefined;
  #connected = false;

  /** Takes up what a script has said before the element was defined: for the end of a constructor, when everything is there that a change concerns. */
  protected upgradeProperties(): void {
    for (const name of Object.keys(this.#properties) as never[])
      if (this.hasOwnProperty(name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
  }

  get #properties() {
    return (this.constructor as typeof BaseElement).properties;
  }

  /** Fulfilled when what has changed until now is drawn. */
  get updateComplete(): Promise<void> {
    return Promise.resolve(this.#rendering);
  }

  /** Draws soon; before the element has been in a page, then. */
  requestUpdate(): void {
    if (this.#connected)
      this.#rendering ??= Promise.resolve().then(() => {
        this.#rendering = undefined;
        this.render();
      });
  }

  /** @internal */
  connectedCallback(): void {
    if (this.#connected) return;
    this.#connected = true;
    this.requestUpdate();
  }

  /** @internal */
  attributeChangedCallback(changed: string, _before: string | null, value: string | null): void {
    for (const [name, { type, reflect, attribute = name }] of Object.entries(this.#properties))
      if (attribute !== changed) continue;
      else if (type || reflect) this.propertyChanged(name);
      else this[name as never] = value as never;
  }

  /** A property has another value. */
  protected propertyChanged(_name: string): void {
    this.requestUpdate();
  }

  /** Shows what is, in the root. */
  protected abstract render(): void;
}
