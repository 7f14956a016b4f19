import type { FastifyReply } from 'fastify';
import type { Proof } from '../evidence/prove.js';
import { sendPage } from '../http/pages/pages.js';
import type { Operator } from '../store/operators.js';
import type { VerifierDependencies } from '../http/dependencies.js';
import { dayText, koreanDayNumber } from '../domain/korean-time.js';
import { byDay, drawnGroups, groupNames, period, tally } from './days.js';
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
  ({ store, evidence, clock }: Pick<VerifierDependencies, 'store' | 'evidence' | 'clock'>, base: string) =>
  async (
    reply: FastifyReply,
    words: Words,
    { site, name }: Operator,
    search: Search,
    { wrong = false, proof }: Occasion = {},
  ) => {
    const query = asQuery(site, search);
    const counts = await evidence.byDay(query);
    const all = tally(counts);
    const days = byDay(counts);
    const pages = Math.max(1, Math.ceil(all.total / rowsPerPage));
    const page = Math.min(search.page, pages);
    const entries = await evidence.latest(query, rowsPerPage, (page - 1) * rowsPerPage);
    const rows = entries.map((entry) => asRow(words, entry));
    const courses = new Set(rows.map(({ course }) => course));
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
      drawn: drawnGroups,
      all,
      days,
      period: days.length > 0 && period(search, days, dayText(koreanDayNumber(clock.now()))),
      rows,
      // what every row would repeat is said once
      course: courses.size === 1 ? rows[0]!.course : undefined,
      // nothing was recorded yet, or nothing matches
      unused: all.total === 0 && (await store.latestEvidence({ site }, 1, 0)).length === 0,
      page,
      pages,
      proof,
    });
  };
