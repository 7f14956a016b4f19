/** What the administrator's page shows of every site's last day. The guarantees of `Store` hold here too. */

/** How many attempts of a site ended with a status in an hour; `hour` counts from 1970-01-01T00:00Z. */
export interface HourCount {
  site: string;
  hour: number;
  status: string;
  count: number;
}

export interface SiteHealth {
  /** The attempts of all sites since `since` (epoch milliseconds), by hour. */
  attemptsByHour(since: number): Promise<HourCount[]>;
  /** The messages to an authority that are not acknowledged yet, by site; sites without any are absent. */
  outboxMessagesBySite(): Promise<{ site: string; count: number }[]>;
}
