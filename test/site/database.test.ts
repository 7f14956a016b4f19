import assert from 'node:assert/strict';
import Database from 'libsql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../../demo/site/database.js';
import { LearningRecords } from '../../demo/site/learning-records.js';

test('a database of the first version keeps its learning records', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mo-otp-gate-site-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const first = new Database(join(folder, 'site.db'));
  first.exec(`
    CREATE TABLE entrants (ref TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL, birth_date TEXT, UNIQUE (name, phone));
    CREATE TABLE grants (login TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, refusal TEXT, PRIMARY KEY (login, kind, number));
    CREATE TABLE lessons (learner TEXT NOT NULL, lesson INTEGER NOT NULL, entered_at INTEGER NOT NULL, done_at INTEGER, PRIMARY KEY (learner, lesson));
    CREATE TABLE papers (id TEXT PRIMARY KEY, learner TEXT NOT NULL, login TEXT NOT NULL, kind TEXT NOT NULL, started_at INTEGER NOT NULL, score INTEGER, done_at INTEGER);
    INSERT INTO grants VALUES ('login', 'exam', 0, NULL);
    INSERT INTO lessons VALUES ('learner-1', 3, 1, 2);
    INSERT INTO papers VALUES ('p1', 'learner-1', 'login', 'exam', 1, 80, 2), ('p2', 'learner-1', 'login', 'exam', 1, NULL, NULL),
      ('p3', 'learner-1', 'login', 'exam', 1, NULL, NULL);`);
  first.close();
  for (const _time of [1, 2]) {
    const database = openDatabase(folder);
    const records = new LearningRecords(database, { now: () => 3 });
    assert.deepEqual(records.lessons('learner-1'), new Map([[3, true]]));
    assert.equal(records.bestScore('learner-1', 'exam'), 80);
    assert.deepEqual(database.prepare('SELECT login FROM grants').all(), [], 'grants without an end are gone');
    database.close();
  }
});
