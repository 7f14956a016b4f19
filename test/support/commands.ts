import { executeServerCommand } from '@web/test-runner-commands';

const ask = <Reply, Payload>(command: string, payload?: Payload) => executeServerCommand<Reply, Payload | undefined>(`gate:${command}`, payload);

/** Presses keys one after the other: `keys('1', 'Backspace', 'Shift+Tab', 'Control+v')`. */
export const keys = (...chords: string[]) => ask<true, string[]>('keys', chords);
/** Types text, one key press a character. */
export const type = (text: string) => keys(...text);
export const clickAt = (point: { x: number; y: number; count?: number }) => ask<true, typeof point>('mouse', point);
export const drag = (from: { x: number; y: number }, to: { x: number; y: number }) => ask<true, object>('drag', { from, to });
export const viewport = (size: { width: number; height: number; deviceScaleFactor?: number }) => ask<true, typeof size>('viewport', size);
/** Emulates media features: `media({ 'prefers-color-scheme': 'dark' })`. */
export const media = (features: Record<string, string>) => ask<true, typeof features>('media', features);
/** Composes text as an input method does, then commits it. */
export async function compose(...states: string[]) {
  for (const text of states) await ask('ime', { method: 'Input.imeSetComposition', params: { text, selectionStart: text.length, selectionEnd: text.length } });
  await ask('ime', { method: 'Input.insertText', params: { text: states.at(-1) } });
}

export interface AXNode { role: string; name?: string; value?: string; description?: string; children?: AXNode[]; [more: string]: unknown }
/** The accessibility tree as the browser computes it. */
export const accessibilityTree = () => ask<AXNode, undefined>('accessibility');
export const screenshot = () => ask<string, undefined>('screenshot');

/** A real paste: the text is copied out of a field of the page, then Control+V gives a trusted event. */
export async function paste(text: string, into: HTMLElement) {
  const from = document.createElement('textarea');
  from.value = text;
  document.body.append(from);
  from.focus();
  from.select();
  await keys('Control+c');
  from.remove();
  into.focus();
  await keys('Control+v');
}
