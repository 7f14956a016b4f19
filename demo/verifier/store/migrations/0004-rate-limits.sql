-- One row a bucket. `full_until` grows by one interval with each request and is the time when the bucket will be empty again.
CREATE TABLE rate_limits (
  bucket     TEXT PRIMARY KEY, -- keyed hash
  full_until BIGINT NOT NULL
);
CREATE INDEX rate_limits_by_end ON rate_limits (full_until);
