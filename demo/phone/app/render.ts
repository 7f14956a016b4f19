import { render } from 'lit';
import type { App } from './app.js';
import type { FieldError } from './state.js';
import { view } from './view.js';

/** Renders the app into `root`; moves the focus to the first input of a new screen, or to the input of a new error. */
export function createRenderer(root: HTMLElement) {
  let screenVersion = 0;
  let fieldError: FieldError | undefined;
  return (app: App) => {
    render(view(app), root);
    const { state } = app;
    const news = 'fieldError' in state ? state.fieldError : undefined;
    if (app.screenVersion !== screenVersion)
      (root.querySelector<HTMLElement>('input') ?? root.querySelector<HTMLElement>('h1'))?.focus();
    if (news && news !== fieldError) root.querySelector<HTMLElement>(`#${news.field}`)?.focus();
    screenVersion = app.screenVersion;
    fieldError = news;
  };
}
