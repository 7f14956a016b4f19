import type { Database } from 'libsql';
import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';

export type PaperKind = 'evaluation' | 'exam';

/** A paper that a learner has begun; it can be handed in once, in the login that began it. */
export interface Paper {
  id: string;
  kind: PaperKind;
  score: number | null;
}

/** The learner's assignment: a draft until it has been submitted. Times are epoch milliseconds. */
export interface Assignment {
  text: string;
  fileName: string | null;
  submittedAt: number | null;
}

/** What learners did: lessons, papers, the assignment. */
export class Records {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  enterLesson(learner: string, lesson: number): void {
    this.database
      .prepare('INSERT INTO lessons (learner, lesson, entered_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(learner, lesson, this.clock.now());
  }

  /** Counts only for a lesson that the learner was let into. */
  finishLesson(learner: string, lesson: number): void {
    this.database
      .prepare('UPDATE lessons SET done_at = ? WHERE learner = ? AND lesson = ? AND done_at IS NULL')
      .run(this.clock.now(), learner, lesson);
  }

  /** Lesson number → whether it is done; lessons not begun are missing. */
  lessons(learner: string): Map<number, boolean> {
    const rows = this.database.prepare('SELECT lesson, done_at FROM lessons WHERE learner = ?').all(learner) as {
      lesson: number;
      done_at: number | null;
    }[];
    return new Map(rows.map(({ lesson, done_at }) => [lesson, done_at !== null]));
  }

  /** Begins a paper and answers its id. */
  beginPaper(learner: string, login: string, kind: PaperKind): string {
    const id = randomBytes(12).toString('base64url');
    this.database
      .prepare('INSERT INTO papers (id, learner, login, kind, started_at) VALUES (?, ?, ?, ?, ?)')
      .run(id, learner, login, kind, this.clock.now());
    return id;
  }

  paper(id: string, login: string, kind: PaperKind): Paper | undefined {
    return this.database
      .prepare('SELECT id, kind, score FROM papers WHERE id = ? AND login = ? AND kind = ?')
      .get(id, login, kind) as Paper | undefined;
  }

  /** Once handed in, a score stays. */
  handIn({ id }: Paper, score: number): void {
    this.database
      .prepare('UPDATE papers SET score = ?, done_at = ? WHERE id = ? AND done_at IS NULL')
      .run(score, this.clock.now(), id);
  }

  /** The best score so far. */
  bestScore(learner: string, kind: PaperKind): number | null {
    return (
      this.database
        .prepare('SELECT max(score) AS best FROM papers WHERE learner = ? AND kind = ?')
        .get(learner, kind) as { best: number | null }
    ).best;
  }

  /** Keeps what was written before anybody asks who wrote it: a check that fails must not cost the text. The earlier file stays unless a new one comes. */
  saveAssignment(learner: string, text: string, file?: { name: string; bytes: Buffer }): void {
    this.database
      .prepare(
        `INSERT INTO assignments (learner, text, file_name, file, saved_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (learner) DO UPDATE SET text = excluded.text, file_name = coalesce(excluded.file_name, file_name), file = coalesce(excluded.file, file),
           saved_at = excluded.saved_at, submitted_at = NULL`,
      )
      .run(learner, text, file?.name ?? null, file?.bytes ?? null, this.clock.now());
  }

  assignmentFile(learner: string): { name: string; bytes: Buffer } | undefined {
    return this.database
      .prepare('SELECT file_name AS name, file AS bytes FROM assignments WHERE learner = ? AND file IS NOT NULL')
      .get(learner) as { name: string; bytes: Buffer } | undefined;
  }

  submitAssignment(learner: string): void {
    this.database.prepare('UPDATE assignments SET submitted_at = ? WHERE learner = ?').run(this.clock.now(), learner);
  }

  assignment(learner: string): Assignment | undefined {
    return this.database
      .prepare('SELECT text, file_name AS fileName, submitted_at AS submittedAt FROM assignments WHERE learner = ?')
      .get(learner) as Assignment | undefined;
  }
}
