/** The way on after a check that took longer than a browser remembers the last press. */
import { labelsAt } from './labels.js';

/** Whether a press leads to another page in this window, for which no browser asks for user activation. */
const isPlain = (control: Element) =>
  control.matches('form:not([target]),[href*="/"]:not([target]):not([onclick]):not([href^="javascript:"])') &&
  !document.querySelector('base[target]');

/** Repeats a press, or lets the success screen's button do it. Returns false where there is no such screen any more. */
export function proceed(control: HTMLElement, replay: () => void, gate?: HTMLElement): boolean {
  if (isPlain(control)) replay();
  else return Boolean(gate?.isConnected) && addButton(gate!, replay);
  return true;
}

/**
 * Gives the success screen a button that closes the gate and runs `next`, and keeps the screen. The button is added to
 * the gate's own markup, which is of the same version as this file.
 */
export function addButton(gate: HTMLElement, next: () => void): boolean {
  const root = gate.shadowRoot!;
  const form = root.querySelector('form.verified');
  if (!form) return false;
  const { verified, proceed } = labelsAt(gate);
  gate.toggleAttribute('keep-open', true);
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('part', 'submit');
  button.textContent = proceed;
  button.onclick = () => {
    (gate as HTMLElement & { close(): void }).close();
    next();
  };
  for (const status of root.querySelectorAll('[part=status],[role=status]')) status.textContent = verified;
  form.append(button);
  button.focus();
  return true;
}
