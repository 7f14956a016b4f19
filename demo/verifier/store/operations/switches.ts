import type { Switch } from '../../domain/switches.js';
import type { BatchingEngine } from '../engine.js';
import { row, rows, run } from '../operation.js';
import { sql } from '../sql.js';
import type { SwitchChange, Switches } from '../switches.js';

/** The site of a switch for all sites; an id is never empty. */
const allSites = '';

const siteFrom = <Row extends { site: string }>({ site, ...found }: Row) => ({
  ...found,
  site: site === allSites ? null : site,
});

export const switches = ({ read, atomic }: BatchingEngine): Switches => ({
  switchedOff: () =>
    read(function* () {
      const found = yield* rows<Switch & { site: string }>(sql`
        SELECT site, kind, name FROM switched_off ORDER BY site, kind, name`);
      return found.map(siteFrom);
    }),
  setSwitch: ({ site, kind, name, on, by, reason, at }) =>
    atomic(['switches'], function* () {
      const of = site ?? allSites;
      const where = sql`site = ${of} AND kind = ${kind} AND name = ${name}`;
      const off = (yield* row(sql`SELECT 1 FROM switched_off WHERE ${where}`)) !== undefined;
      if (off !== on) return false;
      yield* run(
        on
          ? sql`DELETE FROM switched_off WHERE ${where}`
          : sql`INSERT INTO switched_off (site, kind, name) VALUES (${of}, ${kind}, ${name})`,
      );
      yield* run(sql`
        INSERT INTO switch_audit (at, site, kind, name, is_on, changed_by, reason)
        VALUES (${at}, ${of}, ${kind}, ${name}, ${on ? 1 : 0}, ${by}, ${reason})`);
      return true;
    }),
  switchLog: () =>
    read(function* () {
      const found = yield* rows<Omit<SwitchChange, 'on'> & { site: string; isOn: number }>(sql`
        SELECT at, site, kind, name, is_on AS "isOn", changed_by AS "by", reason FROM switch_audit ORDER BY at`);
      return found.map(({ isOn, ...change }) => ({ ...siteFrom(change), on: isOn === 1 }));
    }),
});
