import type { FastifyReply } from 'fastify';
import { koreanTime } from '../domain/korean-time.js';
import { sendPage } from '../http/pages/pages.js';
import { drawnGroups } from '../operator/days.js';
import { incompleteSites } from '../sites/faults.js';
import type { AddedSite } from '../sites/add-site.js';
import type { AdministratorDependencies } from './dependencies.js';
import { barsOf, chart, healthOfSites } from './health.js';
import { switchMenu } from './switch-list.js';

/** The newest changes of switches that are shown. */
const logLines = 50;

/** Variants of the page: a site that was added, or why it was not. */
export interface SitesOccasion {
  added?: AddedSite & { id: string };
  given?: { id: string; name: string; origins: string };
  wrong?: string;
}

/** The page of all sites: what each lacks and how it does, and the switches for all. */
export async function sitesPage(
  reply: FastifyReply,
  { store, clock }: AdministratorDependencies,
  administrator: string,
  { added, given = { id: '', name: '', origins: '' }, wrong = '' }: SitesOccasion = {},
): Promise<FastifyReply> {
  const [versions, incomplete, off, log, healthOf] = await Promise.all([
    store.siteVersions(),
    incompleteSites(store),
    store.switchedOff(),
    store.switchLog(),
    healthOfSites(store, clock.now()),
  ]);
  const sites = await Promise.all(
    versions.map(async ({ site, version }) => {
      const health = healthOf(site);
      return {
        id: site,
        name: (await store.site(site))?.name ?? site,
        version,
        missing: incomplete.find((one) => one.site === site)?.missing ?? [],
        off: off.filter((one) => one.site === site),
        ...health,
        bars: barsOf(health.hours),
      };
    }),
  );
  return sendPage(reply, 'administrator/sites', {
    base: '',
    title: 'Sites',
    administrator,
    sites,
    groups: drawnGroups,
    chart,
    off: off.filter(({ site }) => site === null),
    menu: switchMenu(off, null),
    log: log.slice(-logLines).reverse(),
    time: koreanTime,
    added,
    given,
    wrong,
  });
}
