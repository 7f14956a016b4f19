-- Times are epoch milliseconds. Text that is sealed or hashed says so.

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
  expires_at BIGINT NOT NULL
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

CREATE TABLE attempts (
  challenge TEXT NOT NULL REFERENCES challenges (id) ON DELETE CASCADE,
  id        TEXT NOT NULL,
  ruling    TEXT NOT NULL, -- JSON
  PRIMARY KEY (challenge, id)
);

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
  session          TEXT NOT NULL, -- may be forgotten earlier
  site             TEXT NOT NULL REFERENCES sites (id),
  ref              TEXT NOT NULL,
  course           TEXT NOT NULL,
  class            TEXT NOT NULL,
  kind             TEXT NOT NULL,
  number           INTEGER,
  method           TEXT NOT NULL,
  verified_at      BIGINT NOT NULL,
  token_expires_at BIGINT, -- none: more checks followed, no token was given
  redeemed_at      BIGINT
);
CREATE INDEX verifications_by_course ON verifications (site, ref, course, class);

CREATE TABLE evidence (
  sequence       INTEGER PRIMARY KEY,
  at             BIGINT NOT NULL,
  site           TEXT NOT NULL,
  ref            TEXT NOT NULL,
  course         TEXT NOT NULL,
  class          TEXT NOT NULL,
  kind           TEXT NOT NULL,
  number         INTEGER,
  method         TEXT NOT NULL,
  attempt_number INTEGER NOT NULL,
  status         TEXT NOT NULL,
  reason         TEXT,
  upstream       TEXT,
  ip             TEXT NOT NULL,
  user_agent     TEXT
);
CREATE INDEX evidence_by_learner ON evidence (site, ref, at);

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

CREATE TABLE signing_keys (
  kid        TEXT PRIMARY KEY,
  sealed     TEXT NOT NULL, -- sealed JWK
  created_at BIGINT NOT NULL
);
