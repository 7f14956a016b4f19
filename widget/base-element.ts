/**
 * A property, keyed by its name in scripts. `attribute` is set where the attribute has another name. A string
 * property without `reflect` never shows up in an attribute that the page did not write.
 */
export interface Property {
  type?: typeof Boolean;
  reflect?: boolean;
  attribute?: string;
  /** The value where neither page nor script has set one. */
  initial?: string;
}

// on a server there are no elements: the package can be imported there, and defines none
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * An element that renders into a shadow root, batching changes into one update per microtask. Lit's LitElement does the
 * same and more; its extra kilobyte is of no use here.
 */
export abstract class BaseElement extends Base {
  static readonly properties: Record<string, Property>;

  protected readonly root = this.attachShadow({ mode: 'open' });
  readonly #values: Record<string, unknown> = {};
  #update: Promise<void> | undefined;
  #wasConnected = false;

  /**
   * Defines the accessors of a class's properties on its prototype. Returns the attributes for `observedAttributes`.
   * For a static initializer, so that it runs once however often a registry reads `observedAttributes`.
   */
  protected static defineAccessors(elementClass: typeof BaseElement): string[] {
    return Object.entries(elementClass.properties).map(([name, { type, reflect, attribute = name, initial = '' }]) => {
      Object.defineProperty(elementClass.prototype, name, {
        configurable: true,
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

  /** Takes properties that a script set before the element was upgraded. To be called at the end of the constructor. */
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

  /** Resolves when every change so far is rendered. */
  get updateComplete(): Promise<void> {
    return Promise.resolve(this.#update);
  }

  /** Renders in the next microtask; an element that was never connected renders when it is. */
  requestUpdate(): void {
    if (this.#wasConnected)
      this.#update ??= Promise.resolve().then(() => {
        this.#update = undefined;
        this.render();
      });
  }

  /** @internal */
  connectedCallback(): void {
    if (this.#wasConnected) return;
    this.#wasConnected = true;
    this.requestUpdate();
  }

  /** @internal */
  attributeChangedCallback(changed: string, _before: string | null, value: string | null): void {
    for (const [name, { type, reflect, attribute = name }] of Object.entries(this.#properties))
      if (attribute !== changed) continue;
      else if (type || reflect) this.propertyChanged(name);
      else this[name as never] = value as never;
  }

  /** Runs after a property got another value. */
  protected propertyChanged(_name: string): void {
    this.requestUpdate();
  }

  /** Renders the current state into the root. */
  protected abstract render(): void;
}
