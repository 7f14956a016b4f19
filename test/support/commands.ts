/**
 * Commands of a story to the browser from outside its page. If an engine's driver lacks one, the story is skipped in
 * that engine, with the reason.
 */
import { executeServerCommand } from '@web/test-runner-commands';
import type { Hands, Point, Size } from '../engines/hands.js';

let story: Mocha.Test | undefined;
beforeEach(function () {
  story = this.currentTest;
});

/** Skips the rest of the running story because this engine cannot run it. */
export async function skip(reason: string) {
  await executeServerCommand('gate:skipped', reason);
  story!.skip();
}

async function ask<Command extends keyof Hands>(command: Command, ...payload: Parameters<NonNullable<Hands[Command]>>) {
  const { reply, unable } = await executeServerCommand<{ reply?: unknown; unable?: true }, unknown[]>(
    `gate:${command}`,
    payload,
  );
  if (unable) await skip(lacks[command as keyof typeof lacks]);
  return reply as Awaited<ReturnType<NonNullable<Hands[Command]>>>;
}
const lacks = {
  cdp: 'only Chromium’s driver drops from another window, composes as an input method does, and emulates media features',
  accessibility: 'only Chromium’s driver reads the accessibility tree',
  hold: 'its driver does not repeat a key that is held',
  tap: 'its driver has no finger',
};

/** Presses keys one after the other: `keys('1', 'Backspace', 'Shift+Tab', 'Control+v')`. */
export const keys = (...chords: string[]) => ask('keys', chords);
/** Moves the focus from the browser's own buttons back to the page. */
export const front = () => ask('front');
/** Types text, one key press a character. */
export const type = (text: string) => keys(...text);
export const clickAt = ({ x, y, count = 1, holding }: Point & { count?: number; holding?: string }) =>
  ask('click', { x, y }, count, holding);
export const drag = (from: Point, to: Point) => ask('drag', from, to);
export async function viewport(size: Size) {
  await ask('viewport', size);
  if (size.deviceScaleFactor && size.deviceScaleFactor !== devicePixelRatio)
    await skip('its driver does not change how many pixels a pixel has');
}
/** Holds a key until it has come so many times. */
export const hold = (key: string, times: number) => ask('hold', key, times);
/** Touches a point of the page with a finger. */
export const tap = (point: Point) => ask('tap', point);
/** Emulates media features: `media({ 'prefers-color-scheme': 'dark' })`. */
export async function media(features: Record<string, string>) {
  const wanted = Object.entries(features);
  if (wanted.every(([name, value]) => matchMedia(`(${name}: ${value})`).matches)) return;
  await ask('cdp', 'Emulation.setEmulatedMedia', { features: wanted.map(([name, value]) => ({ name, value })) });
}
/** Composes text as an input method does, without committing it. */
export async function composing(...states: string[]) {
  for (const text of states)
    await ask('cdp', 'Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
}
/** Composes text as an input method does, then commits it. */
export async function compose(...states: string[]) {
  await composing(...states);
  await ask('cdp', 'Input.insertText', { text: states.at(-1) });
}
/** Lets text from another window fall onto a point of the page. */
export async function drop(text: string, { x, y }: Point) {
  const data = { items: [{ mimeType: 'text/plain', data: text }], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'])
    await ask('cdp', 'Input.dispatchDragEvent', { type, x, y, data });
}

export interface AXNode {
  role: string;
  name?: string;
  value?: string;
  description?: string;
  children?: AXNode[];
  [more: string]: unknown;
}
/** The accessibility tree as the browser computes it. */
export const accessibilityTree = () => ask('accessibility') as Promise<unknown> as Promise<AXNode>;
export const screenshot = () => ask('screenshot');

/** Undoes with the keyboard, or like the browser's menu where it has no key for it (MiniBrowser). */
export const undo = () => edit('undo', 'Control+z');
export const redo = () => edit('redo', 'Control+Shift+Z');
const edit = async (command: string, chord: string) =>
  /AppleWebKit(?!.*Chrome)/.test(navigator.userAgent) ? document.execCommand(command) : keys(chord);

/** Copies with the keyboard, from an element beside a field; the field keeps its focus and its selection. */
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

/** Pastes with the keyboard: a trusted event. */
export async function paste(text: string, into: HTMLInputElement) {
  await copy(text, into);
  await keys('Control+v');
}
