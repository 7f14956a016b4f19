-- The settings of each site, in versions. A session keeps the version that it began with; 0: no settings of the site's own.
CREATE TABLE site_settings (
  site       TEXT NOT NULL REFERENCES sites (id),
  version    INTEGER NOT NULL,
  settings   TEXT NOT NULL, -- JSON; secrets by their ids in settings_secrets
  changed_by TEXT NOT NULL,
  at         BIGINT NOT NULL,
  PRIMARY KEY (site, version)
);

CREATE TABLE settings_secrets (
  id     TEXT PRIMARY KEY,
  site   TEXT NOT NULL REFERENCES sites (id),
  sealed TEXT NOT NULL -- sealed
);
CREATE INDEX settings_secrets_by_site ON settings_secrets (site);

ALTER TABLE sessions ADD COLUMN settings_version INTEGER NOT NULL DEFAULT 0;
