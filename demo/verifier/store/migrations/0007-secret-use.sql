-- When a site's server last authenticated with a secret, to the hour.
ALTER TABLE site_secrets ADD COLUMN last_used_at BIGINT;
