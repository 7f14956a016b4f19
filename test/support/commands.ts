import { executeServerCommand } from '@web/test-runner-commands';

const ask = <Reply, Payload>(command: string, payload?: Payload) => executeServerCommand<Reply, Payload | undefined>(`gate:${command}`, payload);

/** Presses keys one after the other: `keys('1', 'Backspace', 'Shift+Tab', 'Control+v')`. */
export const keys = (...chords: string[]) => ask<true, string[]>('keys', chords);
/** Types text, one key press a character. */
export const type = (text: string) => keys(...text);
export const clickAt = (point: { x: number; y: number; count?: number; holding?: string }) => ask<true, typeof point>('mouse', point);
export const drag = (from: { x: number; y: number }, to: { x: number; y: number }) => ask<true, object>('drag', { from, to });
export const viewport = (size: { width: number; height: number; deviceScaleFactor?: number }) => ask<true, typeof size>('viewport', size);
/** Holds a key until it has come so many times. */
export const hold = (key: string, times: number) => ask<true, object>('hold', { key, times });
/** A command of the Chrome DevTools Protocol. */
export const cdp = (method: string, params: object = {}) => ask<unknown, object>('cdp', { method, params });
/** Emulates media features: `media({ 'prefers-color-scheme': 'dark' })`. */
export const media = (features: Record<string, string>) =>
  cdp('Emulation.setEmulatedMedia', { features: Object.entries(features).map(([name, value]) => ({ name, value })) });
/** Composes text as an input method does, without committing it. */
export async function composing(...states: string[]) {
  for (const text of states) await cdp('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
}
/** Composes text as an input method does, then commits it. */
export async function compose(...states: string[]) {
  await composing(...states);
  await cdp('Input.insertText', { text: states.at(-1) });
}
/** Lets text from another window fall onto a point of the page. */
export async function drop(text: string, { x, y }: { x: number; y: number }) {
  const data = { items: [{ mimeType: 'text/plain', data: text }], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await cdp('Input.dispatchDragEvent', { type, x, y, data });
}
/** Touches a point of the page with a finger. */
export async function tap({ x, y }: { x: number; y: number }) {
  await cdp('Emulation.setTouchEmulationEnabled', { enabled: true });
  await cdp('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  await cdp('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await cdp('Emulation.setTouchEmulationEnabled', { enabled: false });
}

export interface AXNode { role: string; name?: string; value?: string; description?: string; children?: AXNode[]; [more: string]: unknown }
/** The accessibility tree as the browser computes it. */
export const accessibilityTree = () => ask<AXNode, undefined>('accessibility');
export const screenshot = () => ask<string, undefined>('screenshot');

/** A real copy, from something beside a field; the field keeps its focus and its selection. */
export async function copy(text: string, field: HTMLInputElement) {
  const { selectionStart, selectionEnd } = field;
  const from = document.createElement('textarea');
  from.value = text;
  field.after(from);
  from.focus();
  from.select();
  await keys('Control+c');
  from.remove();
  field.focus();
  field.setSelectionRange(selectionStart, selectionEnd);
}

/** A real paste, with an event that the page can trust. */
export async function paste(text: string, into: HTMLInputElement) {
  await copy(text, into);
  await keys('Control+v');
}
