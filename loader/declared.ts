/**
 * Attributes `data-mo-otp-…` of the script tag and of a control: they make a page's gates without script. A list,
 * because a page may show content of others, whose `data-` attributes sanitizers let pass: nothing here names a server
 * or runs.
 */
import { addButton } from './proceed.js';

/** Attributes of the element that may be declared. */
const attributes = ['lang', 'method', 'manual-submit', 'keep-open', 'class'];

/** `manual-submit` as it is in a `dataset`: `moOtpManualSubmit`. */
const keyOf = (name: string) => `moOtp-${name}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Applies the declared attributes, and the option `proceed` of `open()`, to a gate that is not yet in the page; the
 * console names attributes that are unknown.
 */
export function applyDeclared(gate: HTMLElement, declared: Record<string, unknown>): void {
  const { moOtpGate: _, proceed, ...left } = declared;
  if (typeof proceed === 'function')
    // once the success screen is rendered
    gate.addEventListener('mo-otp-verified', () => setTimeout(() => addButton(gate, proceed as () => void)));
  const take = (name: string) => {
    const value = left[keyOf(name)] as string | undefined;
    delete left[keyOf(name)];
    return value;
  };
  for (const name of attributes) {
    const value = take(name);
    if (value !== undefined && value !== 'false') gate.setAttribute(name, value);
  }
  // an attribute would need `unsafe-inline` in a Content Security Policy
  gate.style.cssText = take('style') ?? '';
  const id = take('template');
  const template = id && document.getElementById(id);
  if (template instanceof HTMLTemplateElement) gate.append(document.importNode(template.content, true));
  else if (id !== undefined)
    console.error(`mo-otp-gate: data-mo-otp-template="${id}" names no template; write <template id="${id}">`);
  const unknown = Object.keys(left).filter((key) => key.startsWith('moOtp'));
  if (unknown.length > 0) {
    const names = unknown.map((key) => `data-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    const known = [...attributes, 'style', 'template'].map((name) => `data-mo-otp-${name}`);
    console.error(`mo-otp-gate: ${names.join(', ')} is unknown; there are ${known.join(', ')}`);
  }
}
