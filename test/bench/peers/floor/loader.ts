/** Fetches the bare dialog and opens it. */
const { src, dataset } = document.currentScript as HTMLScriptElement;
void import(new URL('dialog.js', src).href).then(() => {
  const dialog = document.createElement('bare-dialog') as HTMLElement & { verifier: string; show(): void };
  dialog.verifier = dataset['verifier']!;
  document.body.append(dialog);
  dialog.show();
});
