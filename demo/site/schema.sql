-- learners who logged in under a name of their own
CREATE TABLE IF NOT EXISTS guests (
  ref        TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  phone      TEXT NOT NULL,
  birth_date TEXT,
  UNIQUE (name, phone)
);

CREATE TABLE IF NOT EXISTS logins (
  id         TEXT PRIMARY KEY,
  learner    TEXT NOT NULL,
  expires_at INTEGER NOT NULL -- epoch milliseconds, like every time here
);

-- what a login is admitted to, from redeemed tokens
CREATE TABLE IF NOT EXISTS grants (
  login   TEXT NOT NULL REFERENCES logins (id) ON DELETE CASCADE,
  kind    TEXT NOT NULL,
  number  INTEGER NOT NULL, -- 0 for a checkpoint without one
  scope   TEXT NOT NULL, -- entry, day, once
  ends_at INTEGER NOT NULL,
  PRIMARY KEY (login, kind, number)
);

-- why the last token was refused, shown once
CREATE TABLE IF NOT EXISTS refusals (
  login    TEXT NOT NULL REFERENCES logins (id) ON DELETE CASCADE,
  kind     TEXT NOT NULL,
  number   INTEGER NOT NULL,
  sentence TEXT NOT NULL,
  PRIMARY KEY (login, kind, number)
);

CREATE TABLE IF NOT EXISTS lessons (
  learner    TEXT NOT NULL,
  lesson     INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  done_at    INTEGER,
  unverified INTEGER NOT NULL DEFAULT 0, -- entries while the verifier was down
  PRIMARY KEY (learner, lesson)
);

CREATE TABLE IF NOT EXISTS assessments (
  id         TEXT PRIMARY KEY,
  learner    TEXT NOT NULL,
  login      TEXT NOT NULL,
  kind       TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  score      INTEGER,
  done_at    INTEGER
);
-- one entry is one assessment until it is submitted
CREATE UNIQUE INDEX IF NOT EXISTS open_assessments ON assessments (login, kind) WHERE done_at IS NULL;

CREATE TABLE IF NOT EXISTS assignments (
  learner      TEXT PRIMARY KEY,
  text         TEXT NOT NULL,
  file_name    TEXT,
  file         BLOB,
  saved_at     INTEGER NOT NULL,
  submitted_at INTEGER -- NULL: a draft
);
