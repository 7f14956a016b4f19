-- What is switched off; site '': for all sites.
CREATE TABLE switched_off (
  site TEXT NOT NULL,
  kind TEXT NOT NULL, -- method, provider, carrier, authority
  name TEXT NOT NULL,
  PRIMARY KEY (site, kind, name)
);

-- Every change of a switch; never changed.
CREATE TABLE switch_audit (
  at         BIGINT NOT NULL,
  site       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  is_on      INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  reason     TEXT NOT NULL
);
CREATE INDEX switch_audit_by_time ON switch_audit (at);

-- Each site has its own lane, so that an authority that is slow for one delays no other. '': from before sites had lanes.
ALTER TABLE outbox_messages ADD COLUMN site TEXT NOT NULL DEFAULT '';
DROP INDEX outbox_messages_by_time;
CREATE INDEX outbox_messages_by_time ON outbox_messages (site, due_at);
