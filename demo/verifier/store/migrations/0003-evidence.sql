-- Evidence as one chain a learner: each entry's hash covers the hash before it. No released version wrote the table that was here.
DROP TABLE evidence;

CREATE TABLE evidence (
  site           TEXT NOT NULL,
  ref            TEXT NOT NULL,
  entry          INTEGER NOT NULL, -- 1, 2, 3 … of this learner
  at             BIGINT NOT NULL,
  course         TEXT NOT NULL,
  class          TEXT NOT NULL,
  kind           TEXT NOT NULL,
  number         INTEGER,
  method         TEXT NOT NULL,
  attempt_number INTEGER NOT NULL,
  status         TEXT NOT NULL,
  reason         TEXT,
  upstream       TEXT,
  transaction_id TEXT,
  ip             TEXT NOT NULL,
  user_agent     TEXT,
  previous       TEXT NOT NULL, -- SHA-256 of the entry before, empty for the first
  hash           TEXT NOT NULL, -- SHA-256
  PRIMARY KEY (site, ref, entry)
);
CREATE INDEX evidence_by_time ON evidence (site, at, ref, entry);
CREATE INDEX evidence_by_age ON evidence (at);

-- Where each chain ends, so that entries missing at its end are noticed; and how many of its first entries the retention setting removed.
CREATE TABLE evidence_chains (
  site      TEXT NOT NULL,
  ref       TEXT NOT NULL,
  entries   INTEGER NOT NULL,
  forgotten INTEGER NOT NULL DEFAULT 0,
  hash      TEXT NOT NULL,
  PRIMARY KEY (site, ref)
);
