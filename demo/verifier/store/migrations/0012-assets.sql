-- The files that browsers load, by version, so that two versions of the verifier serve each other's.
CREATE TABLE assets (
  version TEXT PRIMARY KEY,
  files TEXT NOT NULL,
  used_at BIGINT NOT NULL
);
