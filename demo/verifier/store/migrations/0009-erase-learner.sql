-- The learner of an access is found when they are erased. `learner` and `ip` are sealed with a key of the site.
ALTER TABLE operator_audit ADD COLUMN learner_id TEXT; -- the verifier's own id
ALTER TABLE operator_audit ADD COLUMN is_sealed INTEGER NOT NULL DEFAULT 0;
INSERT INTO unfinished_work (name) VALUES ('seal personal data') ON CONFLICT (name) DO NOTHING;

-- Every access to evidence that is restricted since its learner asked for erasure.
CREATE TABLE restricted_access (
  at     BIGINT NOT NULL,
  site   TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX restricted_access_by_site ON restricted_access (site, at);
