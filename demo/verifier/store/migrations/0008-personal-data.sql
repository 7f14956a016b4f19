-- Personal data is sealed, and found by keyed hashes: each site has keys of its own, the newest of which seals and hashes.
CREATE TABLE data_keys (
  id         TEXT PRIMARY KEY,
  site       TEXT NOT NULL REFERENCES sites (id),
  version    INTEGER NOT NULL, -- 1, 2, 3 … of this site
  sealed     TEXT NOT NULL, -- sealed with a master key
  created_at BIGINT NOT NULL,
  UNIQUE (site, version)
);

-- From here on the columns `ref` of all tables hold the verifier's own id of a learner, which only this table leads back from.
CREATE TABLE learners (
  site             TEXT NOT NULL REFERENCES sites (id),
  id               TEXT NOT NULL,
  ref_hash         TEXT NOT NULL, -- hash with a key of the site: the site's own id of the learner
  key_version      INTEGER NOT NULL,
  sealed           TEXT NOT NULL, -- sealed with a key of the site: the same
  phone_hash       TEXT, -- keyed hash, as in devices
  seen_at          BIGINT NOT NULL, -- exact to the day
  restricted_entry INTEGER NOT NULL DEFAULT 0, -- evidence up to this entry is shown for a stated reason only
  PRIMARY KEY (site, id)
);
CREATE UNIQUE INDEX learners_by_ref ON learners (site, ref_hash);
CREATE INDEX learners_by_phone ON learners (phone_hash);

-- Since format version 2, `ip` is empty and `user_agent` is NULL: both are in `sealed`, with the site's own id and the salt.
ALTER TABLE evidence ADD COLUMN sealed TEXT; -- sealed JSON; NULL: erased
ALTER TABLE evidence ADD COLUMN ip_hash TEXT; -- hash with a key of the site
ALTER TABLE evidence ADD COLUMN key_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evidence ADD COLUMN commitment TEXT; -- SHA-256, RFC 6962 leaf hash over salt and record
ALTER TABLE evidence ADD COLUMN erased_at BIGINT; -- only previous, commitment and hash are left

-- Every removal of evidence, by positions in a chain; never changed but for a removal of the first entries, which grows.
CREATE TABLE erasures (
  site        TEXT NOT NULL,
  ref         TEXT NOT NULL,
  first_entry INTEGER NOT NULL, -- 0: an order that concerned no entry
  last_entry  INTEGER NOT NULL,
  hash        TEXT NOT NULL, -- of the last entry
  order_id    TEXT NOT NULL,
  reason      TEXT NOT NULL, -- retention, request
  at          BIGINT NOT NULL,
  PRIMARY KEY (site, ref, order_id, first_entry)
);
INSERT INTO erasures (site, ref, first_entry, last_entry, hash, order_id, reason, at)
SELECT c.site, c.ref, 1, c.removed, COALESCE(e.previous, c.hash), 'retention', 'retention', 0
FROM evidence_chains c LEFT JOIN evidence e ON e.site = c.site AND e.ref = c.ref AND e.entry = c.removed + 1
WHERE c.removed > 0;

-- Work that SQL cannot do, which the next start finishes.
CREATE TABLE unfinished_work (
  name TEXT PRIMARY KEY
);
INSERT INTO unfinished_work (name) VALUES ('seal personal data');
