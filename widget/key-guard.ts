/** The shadow roots of open gates. */
const guarded = new Set<Node>();
/** The code of the key that is held down and was pressed in a gate. */
let held = '';
let isInstalled = false;
/** Whether a listener of the page has cancelled keys of the code field. */
let isCancelled = false;
/** Finishes the last key, whose listeners have all run by the time that the next key comes. */
let finishLastKey: (() => void) | undefined;

/**
 * Guards the keys of an open gate against listeners of the page that capture on `window` or `document`: a key of the
 * code field that they cancel edits the field all the same, and the console says so once. A key that closes the gate is
 * kept from the page until it is released. Returns a function that ends the guard.
 */
export function guardKeys(root: ShadowRoot): () => void {
  guarded.add(root);
  if (!isInstalled) for (const type of ['keydown', 'keypress', 'keyup'] as const) addEventListener(type, onKey, true);
  isInstalled = true;
  return () => guarded.delete(root);
}

function onKey(event: KeyboardEvent) {
  const { code, key, type } = event;
  const target = event.composedPath()[0] as HTMLInputElement;
  if (guarded.has(target.getRootNode?.())) {
    held = type === 'keyup' ? '' : code;
    // a timer may be later than the next key
    finishLastKey?.();
    const isEdit = target.matches('input') && /^(\d|Backspace|Delete)$/.test(key) && !event.ctrlKey && !event.metaKey;
    if (isEdit && type !== 'keyup') edit(event, target.ownerDocument);
  } else if (held && code === held) {
    // pressed anew where its release went to another window
    if (type === 'keydown' && !event.repeat) held = '';
    else {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (type === 'keyup') held = '';
    }
  }
}

/** Leaves a key to the browser until the page has cancelled one; from then on edits itself, so that keys keep order. */
function edit(event: KeyboardEvent, document: Document) {
  const { key } = event;
  const apply = () =>
    document.execCommand({ Backspace: 'delete', Delete: 'forwardDelete' }[key] ?? 'insertText', false, key);
  if (isCancelled) {
    event.preventDefault();
    apply();
    return;
  }
  const finish = () => {
    if (finishLastKey !== finish) return;
    finishLastKey = undefined;
    if (!event.defaultPrevented) return;
    console.warn('mo-otp-gate: this page cancels keys in the code field; let its listener ignore <mo-otp-gate>');
    isCancelled = true;
    apply();
  };
  finishLastKey = finish;
  // when every listener of the page has run
  setTimeout(finish);
}
