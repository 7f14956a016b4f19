-- The schema of both databases. Times are epoch milliseconds. Text that is sealed or hashed says so.
-- Migrations only append: this file and those after it never change, they are already applied.

CREATE TABLE sites (
  id   TEXT PRIMARY KEY,
  name TEXT NOT NULL
);

CREATE TABLE site_origins (
  origin TEXT NOT NULL,
  site   TEXT NOT NULL REFERENCES sites (id),
  PRIMARY KEY (origin, site)
);

CREATE TABLE site_secrets (
  hash       TEXT PRIMARY KEY, -- SHA-256
  site       TEXT NOT NULL REFERENCES sites (id),
  created_at BIGINT NOT NULL,
  revoked_at BIGINT
);

CREATE TABLE sessions (
  id         TEXT PRIMARY KEY,
  site       TEXT NOT NULL REFERENCES sites (id),
  ref        TEXT NOT NULL,
  learner    TEXT NOT NULL, -- sealed JSON
  asked      TEXT NOT NULL, -- JSON: a checkpoint
  due        TEXT NOT NULL, -- JSON: checkpoints
  position   INTEGER NOT NULL,
  attempts   INTEGER NOT NULL DEFAULT 0,
  origin     TEXT,
  expires_at BIGINT NOT NULL,
  methods    TEXT -- JSON: the only methods that the site wants; NULL: all that the policy offers
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE challenges (
  id         TEXT PRIMARY KEY,
  session    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  method     TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX challenges_by_session ON challenges (session);

-- Challenges with one answer only, or whose answer is found on a page.
CREATE TABLE checks (
  challenge TEXT PRIMARY KEY REFERENCES challenges (id) ON DELETE CASCADE,
  ticket    TEXT NOT NULL UNIQUE,
  memo      TEXT NOT NULL,
  outcome   TEXT, -- JSON: a check result
  ended     INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE attempts (
  challenge TEXT NOT NULL REFERENCES challenges (id) ON DELETE CASCADE,
  id        TEXT NOT NULL,
  ruling    TEXT NOT NULL, -- JSON: a stored verdict
  PRIMARY KEY (challenge, id)
);

-- Consecutive failures of a learner with a method.
CREATE TABLE tries (
  site     TEXT NOT NULL REFERENCES sites (id),
  ref      TEXT NOT NULL,
  method   TEXT NOT NULL,
  failures INTEGER NOT NULL,
  PRIMARY KEY (site, ref, method)
);

CREATE TABLE used_codes (
  owner TEXT PRIMARY KEY,
  step  BIGINT NOT NULL
);

CREATE TABLE verifications (
  id               TEXT PRIMARY KEY,
  session          TEXT NOT NULL, -- may be deleted earlier
  site             TEXT NOT NULL REFERENCES sites (id),
  ref              TEXT NOT NULL,
  course           TEXT NOT NULL,
  class            TEXT NOT NULL,
  kind             TEXT NOT NULL,
  number           INTEGER,
  method           TEXT NOT NULL,
  verified_at      BIGINT NOT NULL,
  token_expires_at BIGINT, -- NULL: more checks followed, no token was given
  redeemed_at      BIGINT
);
CREATE INDEX verifications_by_course ON verifications (site, ref, course, class);

-- Phone apps.
CREATE TABLE devices (
  phone_hash   TEXT PRIMARY KEY, -- keyed hash: one device a number
  id           TEXT NOT NULL UNIQUE,
  name_hash    TEXT NOT NULL, -- keyed hash
  secret       TEXT NOT NULL, -- sealed
  failures     INTEGER NOT NULL DEFAULT 0,
  last_attempt TEXT,
  last_ruling  TEXT -- JSON
);

CREATE TABLE registrations (
  id         TEXT PRIMARY KEY,
  phone_hash TEXT NOT NULL, -- keyed hash
  name_hash  TEXT NOT NULL, -- keyed hash
  code_hash  TEXT NOT NULL, -- keyed hash
  tries_left INTEGER NOT NULL,
  sent_at    BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX registrations_by_phone ON registrations (phone_hash, sent_at);

-- Browsers that generate codes, one a learner, and how far a session is with registering one.
CREATE TABLE browsers (
  site   TEXT NOT NULL REFERENCES sites (id),
  ref    TEXT NOT NULL,
  id     TEXT NOT NULL,
  secret TEXT NOT NULL, -- sealed
  PRIMARY KEY (site, ref)
);

CREATE TABLE stages (
  session TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
  stage   TEXT NOT NULL
);

-- Requests to identity providers, and the identifiers that they have confirmed.
CREATE TABLE identity_requests (
  number     TEXT PRIMARY KEY,
  challenge  TEXT NOT NULL REFERENCES challenges (id) ON DELETE CASCADE,
  memo       TEXT NOT NULL, -- sealed
  return_to  TEXT,
  settled_at BIGINT
);
CREATE INDEX identity_requests_by_challenge ON identity_requests (challenge);

CREATE TABLE identities (
  site TEXT NOT NULL REFERENCES sites (id),
  ref  TEXT NOT NULL,
  kind TEXT NOT NULL,
  hash TEXT NOT NULL, -- keyed hash
  PRIMARY KEY (site, ref, kind)
);

-- Evidence is one chain a learner: each entry's hash covers the hash before it.
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

-- The end of each chain, so that entries missing at its end are noticed, and how many of its first entries were removed by retention.
CREATE TABLE evidence_chains (
  site      TEXT NOT NULL,
  ref       TEXT NOT NULL,
  entries   INTEGER NOT NULL,
  forgotten INTEGER NOT NULL DEFAULT 0,
  hash      TEXT NOT NULL,
  PRIMARY KEY (site, ref)
);

-- One row a bucket. `full_until` grows by one interval with each request and is the time when the bucket will be empty again.
-- It has no index by time: it is written with every request and cleaned up once an hour.
CREATE TABLE rate_limits (
  bucket     TEXT PRIMARY KEY, -- a session, a learner, or an address as a keyed hash
  full_until BIGINT NOT NULL
);

-- Codes that an authority upstream is asked about, and messages that wait to be sent to it.
CREATE TABLE questions (
  code     TEXT PRIMARY KEY, -- keyed hash of a person and a code
  asked_at BIGINT NOT NULL,
  finding  TEXT -- JSON: a check result; NULL: not answered yet
);
CREATE INDEX questions_by_age ON questions (asked_at);

CREATE TABLE outbox (
  id       TEXT PRIMARY KEY,
  letter   TEXT NOT NULL, -- sealed
  tries    INTEGER NOT NULL DEFAULT 0,
  due_at   BIGINT NOT NULL
);
CREATE INDEX outbox_by_time ON outbox (due_at);

CREATE TABLE signing_keys (
  kid        TEXT PRIMARY KEY,
  sealed     TEXT NOT NULL, -- sealed JWK
  created_at BIGINT NOT NULL
);

-- The key of the keyed hashes: one row.
CREATE TABLE lookup_keys (
  id     TEXT PRIMARY KEY,
  sealed TEXT NOT NULL -- sealed
);

-- People who may read a site's evidence.
CREATE TABLE operators (
  hash       TEXT PRIMARY KEY, -- SHA-256 of the operator's secret
  site       TEXT NOT NULL REFERENCES sites (id),
  name       TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT
);

-- Operators who are logged in; a session ends when it was idle for a while.
CREATE TABLE operator_visits (
  hash       TEXT PRIMARY KEY, -- SHA-256 of the browser's cookie
  operator   TEXT NOT NULL REFERENCES operators (hash),
  expires_at BIGINT NOT NULL
);
CREATE INDEX operator_visits_by_expiry ON operator_visits (expires_at);

-- Which operator read which evidence: written before it is shown, never changed, kept as long as evidence.
CREATE TABLE operator_looks (
  at       BIGINT NOT NULL,
  site     TEXT NOT NULL REFERENCES sites (id),
  operator TEXT NOT NULL REFERENCES operators (hash),
  ip       TEXT NOT NULL,
  did      TEXT NOT NULL,
  learner  TEXT NOT NULL, -- the search; empty: all
  course   TEXT NOT NULL,
  from_day TEXT NOT NULL,
  to_day   TEXT NOT NULL
);
CREATE INDEX operator_looks_by_site ON operator_looks (site, at);
CREATE INDEX operator_looks_by_age ON operator_looks (at);
