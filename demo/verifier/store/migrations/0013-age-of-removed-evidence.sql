-- The prover finds evidence that was removed before its time.
ALTER TABLE erasures ADD COLUMN kept_ms BIGINT; -- retention: the shortest time that an entry was kept; NULL: unknown
