-- The key with which a site may repeat the redemption of a token whose reply was lost; SHA-256.
ALTER TABLE verifications ADD COLUMN redemption_key TEXT;
CREATE UNIQUE INDEX verifications_by_redemption_key ON verifications (site, redemption_key) WHERE redemption_key IS NOT NULL;
