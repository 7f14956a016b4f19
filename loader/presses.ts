/** Clicks and submits of a page: which of them are gated, and how they are repeated. */
import type { Press } from './loader.js';

/** What can be pressed: a link, a button, a field, a form, or anything with the attribute. */
export interface Pressable extends HTMLElement {
  action?: string;
  elements?: HTMLCollection;
  labels?: NodeList;
  target?: string;
  type?: string;
}

/** The innermost element of an event's path that matches. */
export const innermost = (path: HTMLElement[], selector: string): Pressable | undefined =>
  path.find((node) => node.matches?.(selector));

/** What a click is on. */
export const pressable = 'a,area,button,[role=button],input,select,textarea,[data-mo-otp-gate]';

/** Whether a click presses it: not a field, a fieldset or a form. Only fields and buttons have labels. */
export const isControl = ({ elements, labels, type }: Pressable) =>
  /submit|button|image/.test(type!) || !(labels ?? elements);

/** Repeats a press, on `control` if its target is gone. */
export function repeat(event: Press, target: Element, control: HTMLElement): void {
  const { type, submitter } = event;
  // a form's fields may hide its own methods
  const { submit, requestSubmit } = HTMLFormElement.prototype;
  const form = control as HTMLFormElement;
  if (type !== 'submit')
    (target.isConnected ? target : control).dispatchEvent(new (event.constructor as typeof MouseEvent)(type, event));
  // the page may have removed the button
  else if (event.target && (requestSubmit as unknown))
    requestSubmit.call(form, (submitter as HTMLButtonElement | null)?.form === form ? submitter : null);
  else if (submitter) submitter.click();
  else submit.call(form);
}
