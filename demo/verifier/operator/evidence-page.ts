import type { FastifyReply } from 'fastify';
import type { Proof } from '../evidence/prove.js';
import { sendPage } from '../http/pages/pages.js';
import type { Operator } from '../store/operators.js';
import type { Store } from '../store/store.js';
import { byDay, groupNames, tally } from './days.js';
import type { Words } from './korean.js';
import { asQuery, type Search } from './search.js';
import { asRow } from './table.js';
import { fill } from './words.js';

/** Rows on a page. */
const rowsPerPage = 50;

/** Variants of the page: an invalid search, or a check of the chains. */
interface Occasion {
  wrong?: boolean;
  proof?: Proof;
}

/** The page of a search: counts by day, one page of entries, and the result of the chain check. */
export const evidencePage =
  (store: Store, base: string) =>
  async (
    reply: FastifyReply,
    words: Words,
    { site, name }: Operator,
    search: Search,
    { wrong = false, proof }: Occasion = {},
  ) => {
    const query = asQuery(site, search);
    const counts = await store.evidenceByDay(query);
    const all = tally(counts);
    const pages = Math.max(1, Math.ceil(all.total / rowsPerPage));
    const page = Math.min(search.page, pages);
    const entries = await store.latestEvidence(query, rowsPerPage, (page - 1) * rowsPerPage);
    return sendPage(reply, 'operator/evidence', {
      title: words.title,
      base,
      words,
      fill,
      site: (await store.site(site))?.name ?? site,
      operator: name,
      search,
      wrong,
      groups: groupNames,
      all,
      days: byDay(counts),
      rows: entries.map((entry) => asRow(words, entry)),
      page,
      pages,
      proof,
    });
  };
