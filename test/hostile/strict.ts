/**
 * The strictest policy there is, and what a story under it needs: scripts that carry its nonce, and the certainty that
 * nothing was reported.
 */
import assert from 'node:assert/strict';
import { nonce, type Host, type Visitor } from './host.js';

export const policy = `default-src 'none'; script-src 'nonce-${nonce}'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html; base-uri 'none'; form-action 'none'; report-uri /reports`;
export const trusted = (tag: string) => tag.replace('<script', `<script nonce="${nonce}"`);
/** A page under it, of a language. */
export const strictPage = (body: string, lang = 'ko') =>
  `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>page</title>${body}`;

/** Browsers send reports on their own time; the page hears of each at once. */
export async function expectNoReports(host: Host, visitor: Visitor) {
  assert.deepEqual(await visitor.faults(), []);
  assert.deepEqual(host.reports, []);
  await visitor.page.close();
}
