import type { Settings } from '../settings.js';

/** How long the rows of tables are kept. */
export interface Retention {
  tables: readonly string[];
  kept: string;
  /** What sets it; `null`: nothing does. */
  setting: string | null;
}

type Periods = Pick<Settings, 'SESSION_HOURS' | 'LEARNER_DAYS' | 'EVIDENCE_DAYS'>;

/** The tables that are kept as long as evidence. */
const withEvidence = ['evidence', 'operator_audit', 'restricted_access'];

/** The retention of every table. `sites` are those that state the days of their evidence themselves. */
export function retention(
  { SESSION_HOURS, LEARNER_DAYS, EVIDENCE_DAYS }: Periods,
  sites: readonly { site: string; evidenceDays: number }[],
): Retention[] {
  const ofLearners = `${LEARNER_DAYS} days after the last session, and until the last evidence is erased`;
  return [
    {
      tables: ['sessions', 'challenges', 'checks', 'attempts', 'stages', 'identity_requests'],
      kept: `${SESSION_HOURS} hours after the session`,
      setting: 'SESSION_HOURS',
    },
    {
      tables: ['registrations', 'rate_limits', 'upstream_queries', 'operator_sessions'],
      kept: `${SESSION_HOURS} hours after their end`,
      setting: 'SESSION_HOURS',
    },
    { tables: ['used_codes'], kept: `${SESSION_HOURS + 48} hours after the use`, setting: 'SESSION_HOURS' },
    {
      tables: ['learners', 'verifications', 'method_failures', 'devices', 'browsers', 'identities'],
      kept: ofLearners,
      setting: 'LEARNER_DAYS',
    },
    { tables: withEvidence, kept: `${EVIDENCE_DAYS} days`, setting: 'EVIDENCE_DAYS' },
    ...sites.map(({ site, evidenceDays }) => ({
      tables: withEvidence,
      kept: `${evidenceDays} days`,
      setting: `evidenceDays of ${site}`,
    })),
    { tables: ['outbox_messages'], kept: 'until they are acknowledged', setting: null },
    {
      tables: ['site_origins', 'site_secrets', 'site_settings', 'settings_secrets', 'switched_off'],
      kept: 'until the site is removed',
      setting: null,
    },
    { tables: ['assets'], kept: '1 day after a verifier of that version; nothing of a learner', setting: null },
    { tables: ['data_keys'], kept: 'until keys data --drop, the newest without end', setting: null },
    { tables: ['signing_keys', 'lookup_keys'], kept: 'without end', setting: null },
    {
      tables: ['evidence_chains', 'erasures', 'switch_audit', 'operators', 'sites'],
      kept: 'without end; nothing of a learner',
      setting: null,
    },
    { tables: ['migrations', 'unfinished_work', 'write_probe'], kept: 'without end; no data', setting: null },
  ];
}

/** One line for each period. */
export const retentionLines = (periods: readonly Retention[]): string[] =>
  periods.map(({ tables, kept, setting }) => `  ${tables.join(', ')}: ${kept}${setting ? ` (${setting})` : ''}`);
