import type { FastifyReply } from 'fastify';
import { fingerprint } from '../crypto/secrets.js';
import { koreanTime } from '../domain/korean-time.js';
import { sendPage } from '../http/pages/pages.js';
import { drawnGroups } from '../operator/days.js';
import type { CurrentSettings } from '../sites/change-settings.js';
import { changedFields } from '../sites/changed-fields.js';
import { missingSettings } from '../sites/own-settings.js';
import type { SettingFault } from '../sites/site-settings.js';
import type { AdministratorDependencies } from './dependencies.js';
import { formDefaults, policyNamed } from './form-defaults.js';
import { barsOf, chart, healthOfSites } from './health.js';
import { settingsForm } from './settings-form.js';
import { switchMenu } from './switch-list.js';

/** The newest versions of settings that are shown. */
const shownVersions = 50;

/** Variants of the page: settings that were refused, or a secret that was made. */
export interface SiteOccasion {
  proposed?: unknown;
  faults?: readonly SettingFault[];
  wrong?: string;
  fresh?: string;
}

/** The page of one site: health, switches, secrets, settings and their versions. */
export async function sitePage(
  reply: FastifyReply,
  { store, clock, defaults }: AdministratorDependencies,
  administrator: string,
  { id, current }: { id: string; current: CurrentSettings },
  { proposed, faults = [], wrong = '', fresh }: SiteOccasion = {},
): Promise<FastifyReply> {
  const [all, history, secrets, off, log, healthOf] = await Promise.all([
    store.siteVersions(),
    store.settingsHistory(id),
    store.secrets(id),
    store.switchedOff(),
    store.switchLog(),
    healthOfSites(store, clock.now()),
  ]);
  const health = healthOf(id);
  return sendPage(reply, 'administrator/site', {
    base: '',
    title: current.settings.name,
    administrator,
    id,
    version: current.version,
    missing: missingSettings(current.settings, all.length),
    ...health,
    bars: barsOf(health.hours),
    chart,
    groups: drawnGroups,
    fields: settingsForm({
      settings: proposed ?? current.settings,
      defaults: formDefaults(defaults, all.length),
      faults,
      expanded: policyNamed(defaults),
    }),
    faults,
    wrong,
    versions: history
      .map((one, i) => ({ ...one, changed: changedFields(one.settings, history[i + 1]?.settings) }))
      .slice(0, shownVersions),
    secrets: secrets.map((one) => ({ ...one, fingerprint: fingerprint(one.hash) })),
    fresh,
    off: off.filter(({ site }) => site === id),
    offForAll: off.filter(({ site }) => site === null),
    menu: switchMenu(off, id),
    log: log.filter(({ site }) => site === id).reverse(),
    time: koreanTime,
  });
}
