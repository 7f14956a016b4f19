import { html, nothing } from 'lit';

/** The layout of every screen: one message, one action. */
interface Page {
  /** The app's picture above the title. */
  emblem?: boolean;
  title: string;
  lead?: string | undefined;
  /** Step of the registration, 1 to 4. */
  step?: number;
  back?: () => void;
  body?: unknown;
  actions?: unknown;
}

const STEPS = 4;

export const page = ({ emblem, title, lead, step, back, body, actions }: Page) => html`
  <header class="bar">
    ${back ? html`<button type="button" class="back" @click=${back}>이전</button>` : nothing}
    ${back || emblem ? nothing : html`<p class="brand">mOTP</p>`}
    ${step ? html`<p class="step">${STEPS}단계 중 ${step}단계</p>` : nothing}
  </header>
  <main>
    ${emblem ? html`<img class="emblem" src="/icons/icon.svg" alt="" />` : nothing}
    <h1 id="title" tabindex="-1">${title}</h1>
    ${lead ? html`<p class="lead">${lead}</p>` : nothing} ${body}
    ${actions ? html`<div class="actions">${actions}</div>` : nothing}
  </main>
`;
