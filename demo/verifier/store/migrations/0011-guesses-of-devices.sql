-- Wrong codes typed for a phone at any site and under any learner, since the first of them.
ALTER TABLE devices ADD COLUMN wrong_codes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN wrong_since BIGINT NOT NULL DEFAULT 0;

-- The network that a message was requested from, as a keyed hash: a stranger elsewhere does not make the owner wait.
ALTER TABLE registrations ADD COLUMN network TEXT NOT NULL DEFAULT '';
