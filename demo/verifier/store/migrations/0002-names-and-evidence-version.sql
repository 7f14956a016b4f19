-- Evidence carries the version of its format: which fields its hash covers, and in which order. What is there already is version 1.
ALTER TABLE evidence ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Standard terms in place of private ones.
ALTER TABLE sessions RENAME COLUMN asked TO target;
ALTER TABLE attempts RENAME COLUMN ruling TO verdict;
ALTER TABLE devices RENAME COLUMN last_ruling TO last_verdict;
ALTER TABLE tries RENAME TO method_failures;
ALTER TABLE evidence_chains RENAME COLUMN forgotten TO removed;

ALTER TABLE questions RENAME TO upstream_queries;
ALTER TABLE upstream_queries RENAME COLUMN finding TO result;
DROP INDEX questions_by_age;
CREATE INDEX upstream_queries_by_age ON upstream_queries (asked_at);

ALTER TABLE outbox RENAME TO outbox_messages;
ALTER TABLE outbox_messages RENAME COLUMN letter TO message;
DROP INDEX outbox_by_time;
CREATE INDEX outbox_messages_by_time ON outbox_messages (due_at);

ALTER TABLE operator_visits RENAME TO operator_sessions;
DROP INDEX operator_visits_by_expiry;
CREATE INDEX operator_sessions_by_expiry ON operator_sessions (expires_at);

ALTER TABLE operator_looks RENAME TO operator_audit;
ALTER TABLE operator_audit RENAME COLUMN did TO action;
DROP INDEX operator_looks_by_site;
DROP INDEX operator_looks_by_age;
CREATE INDEX operator_audit_by_site ON operator_audit (site, at);
CREATE INDEX operator_audit_by_age ON operator_audit (at);
