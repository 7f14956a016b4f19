/** A page's own record of its errors: each driver reports them differently, and not all of them. */
import type { StoryPage } from './webdriver-page.js';

/** A script for the start of a page: notes its own errors, and what `more` adds to `faults`. */
export const watch = (more: string, nonce = '') => `<script nonce="${nonce}">
  faults = [];
  addEventListener('error', function (event) { faults.push(String(event.message)) });
  addEventListener('unhandledrejection', function (event) { faults.push(String(event.reason)) });
  ${more}
</script>`;

/** Errors of the page so far; empty for a page that is not watched. */
export const faultsIn = (page: StoryPage): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { faults?: string[] }).faults ?? []);
