import { render } from 'lit';
import type { App } from './app.js';
import type { Complaint } from './state.js';
import { view } from './view.js';

/** Draws the app into `root`, and moves the focus where there is something new: to the first question of a screen, or to what is wrong. */
export function drawerOf(root: HTMLElement) {
  let screenful = 0;
  let complaint: Complaint | undefined;
  return (app: App) => {
    render(view(app), root);
    const { state } = app;
    const news = 'complaint' in state ? state.complaint : undefined;
    if (app.screenful !== screenful)
      (root.querySelector<HTMLElement>('input') ?? root.querySelector<HTMLElement>('h1'))?.focus();
    if (news && news !== complaint) root.querySelector<HTMLElement>(`#${news.field}`)?.focus();
    screenful = app.screenful;
    complaint = news;
  };
}
