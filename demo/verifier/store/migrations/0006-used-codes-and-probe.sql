-- Every use of a code for a few days, not the last one alone: after a clock that was ahead is set right, the uses before count.
CREATE TABLE uses_of_codes (
  owner   TEXT NOT NULL,
  step    BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  PRIMARY KEY (owner, step)
);
-- Steps are minutes, or milliseconds where an authority upstream checks the code.
INSERT INTO uses_of_codes SELECT owner, step, CASE WHEN step < 1000000000 THEN step * 60000 ELSE step END FROM used_codes;
DROP TABLE used_codes;
ALTER TABLE uses_of_codes RENAME TO used_codes;

-- One row, which /readyz writes to see that the database can be written to.
CREATE TABLE write_probe (
  id INTEGER PRIMARY KEY,
  at BIGINT NOT NULL
);
