-- A history as version 1 of the schema made it, with two runs: for SQLite; on PostgreSQL, BLOB is BYTEA and WITHOUT ROWID is left out.
CREATE TABLE playbooks_schema (version BIGINT NOT NULL PRIMARY KEY);
CREATE TABLE playbooks_runs (
    execution_id TEXT NOT NULL PRIMARY KEY,
    playbook TEXT NOT NULL,
    digest TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    parameters TEXT NOT NULL,
    outputs TEXT,
    error TEXT,
    steps_total BIGINT NOT NULL,
    steps_completed BIGINT NOT NULL,
    steps_failed BIGINT NOT NULL,
    steps_skipped BIGINT NOT NULL,
    rerun_of TEXT,
    lease_owner TEXT,
    lease_expires_at BIGINT);
CREATE TABLE playbooks_journal (
    execution_id TEXT NOT NULL REFERENCES playbooks_runs (execution_id) ON DELETE CASCADE,
    sequence BIGINT NOT NULL,
    kind TEXT NOT NULL,
    address TEXT,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    started_at BIGINT,
    duration BIGINT NOT NULL,
    timed_out BIGINT NOT NULL,
    outputs TEXT,
    variables TEXT,
    error TEXT,
    next_step TEXT,
    PRIMARY KEY (execution_id, sequence)) WITHOUT ROWID;
CREATE TABLE playbooks_contents (sha256 TEXT NOT NULL PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE playbooks_run_playbooks (
    execution_id TEXT NOT NULL REFERENCES playbooks_runs (execution_id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES playbooks_contents (sha256),
    PRIMARY KEY (execution_id, position)) WITHOUT ROWID;
INSERT INTO playbooks_schema (version) VALUES (1);
INSERT INTO playbooks_runs VALUES ('a', 'site.yaml', 'abc', 'completed', 639081975671234567, 639081975681234567, '{}', '{"greeting":"Hello"}', NULL, 1, 1, 0, 0, NULL, NULL, NULL);
INSERT INTO playbooks_runs VALUES ('b', 'site.yaml', 'abc', 'running', 639081975671234567, NULL, '{}', NULL, NULL, 0, 0, 0, 0, NULL, 'me', 639081976271234567);
INSERT INTO playbooks_journal VALUES ('a', 1, 'finished', 'say', 'completed', 1, 639081975671234567, 10000, 0, '{"greeting":"Hello"}', NULL, NULL, NULL);
INSERT INTO playbooks_contents VALUES ('abc', '');
INSERT INTO playbooks_run_playbooks VALUES ('a', 0, 'site.yaml', 'abc');
INSERT INTO playbooks_run_playbooks VALUES ('b', 0, 'site.yaml', 'abc');
