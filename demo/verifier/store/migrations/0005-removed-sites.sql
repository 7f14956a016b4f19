-- A site that has left: its evidence is kept for this many days (NULL: as the environment says), all else is erased.
ALTER TABLE sites ADD COLUMN removed_at BIGINT;
ALTER TABLE sites ADD COLUMN evidence_days INTEGER;
