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

-- what became of a login's identity checks: let in, or refused with a sentence that is shown once
CREATE TABLE IF NOT EXISTS grants (
  login   TEXT NOT NULL REFERENCES logins (id) ON DELETE CASCADE,
  kind    TEXT NOT NULL,
  number  INTEGER NOT NULL, -- 0 where the checkpoint has none
  refusal TEXT,
  PRIMARY KEY (login, kind, number)
);

CREATE TABLE IF NOT EXISTS lessons (
  learner    TEXT NOT NULL,
  lesson     INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  done_at    INTEGER,
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

CREATE TABLE IF NOT EXISTS assignments (
  learner      TEXT PRIMARY KEY,
  text         TEXT NOT NULL,
  file_name    TEXT,
  file         BLOB,
  saved_at     INTEGER NOT NULL,
  submitted_at INTEGER -- NULL: a draft
);
