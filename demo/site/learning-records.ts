import type { Database } from 'libsql';
import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';

export type AssessmentKind = 'evaluation' | 'exam';

/** An assessment that was started; it can be submitted once, in the same login. */
export interface Assessment {
  id: string;
  kind: AssessmentKind;
  score: number | null;
}

/** The learner's assignment, a draft until it is submitted. Times are epoch milliseconds. */
export interface Assignment {
  text: string;
  fileName: string | null;
  submittedAt: number | null;
}

/** Learning records: lessons, assessments and the assignment. */
export class LearningRecords {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Records an entry; `unverified` ones are counted. */
  enterLesson(learner: string, lesson: number, unverified: boolean): void {
    this.database
      .prepare(
        `INSERT INTO lessons (learner, lesson, entered_at, unverified) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET unverified = unverified + excluded.unverified`,
      )
      .run(learner, lesson, this.clock.now(), Number(unverified));
  }

  /** Lessons that were entered without verification while the verifier was down, with the number of entries. */
  unverifiedLessons(learner: string): Map<number, number> {
    const rows = this.database
      .prepare('SELECT lesson, unverified FROM lessons WHERE learner = ? AND unverified > 0')
      .all(learner) as { lesson: number; unverified: number }[];
    return new Map(rows.map(({ lesson, unverified }) => [lesson, unverified]));
  }

  /** Marks a lesson as done; ignored for a lesson that the learner has not entered. */
  finishLesson(learner: string, lesson: number): void {
    this.database
      .prepare('UPDATE lessons SET done_at = ? WHERE learner = ? AND lesson = ? AND done_at IS NULL')
      .run(this.clock.now(), learner, lesson);
  }

  /** Lesson number → whether it is done; lessons not entered are missing. */
  lessons(learner: string): Map<number, boolean> {
    const rows = this.database.prepare('SELECT lesson, done_at FROM lessons WHERE learner = ?').all(learner) as {
      lesson: number;
      done_at: number | null;
    }[];
    return new Map(rows.map(({ lesson, done_at }) => [lesson, done_at !== null]));
  }

  /** Starts an assessment, or continues the open one of this login, and returns its id. */
  startAssessment(learner: string, login: string, kind: AssessmentKind): string {
    const { id } = this.database
      .prepare(
        `INSERT INTO assessments (id, learner, login, kind, started_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (login, kind) WHERE done_at IS NULL DO UPDATE SET id = id RETURNING id`,
      )
      .get(randomBytes(12).toString('base64url'), learner, login, kind, this.clock.now()) as { id: string };
    return id;
  }

  assessment(id: string, login: string, kind: AssessmentKind): Assessment | undefined {
    return this.database
      .prepare('SELECT id, kind, score FROM assessments WHERE id = ? AND login = ? AND kind = ?')
      .get(id, login, kind) as Assessment | undefined;
  }

  /** Scores an assessment; a second submission changes nothing. */
  submitAssessment({ id }: Assessment, score: number): void {
    this.database
      .prepare('UPDATE assessments SET score = ?, done_at = ? WHERE id = ? AND done_at IS NULL')
      .run(score, this.clock.now(), id);
  }

  /** The best score, or null. */
  bestScore(learner: string, kind: AssessmentKind): number | null {
    return (
      this.database
        .prepare('SELECT max(score) AS best FROM assessments WHERE learner = ? AND kind = ?')
        .get(learner, kind) as { best: number | null }
    ).best;
  }

  /**
   * Saves a draft before verification, so that a failed check loses nothing. Without a new file the earlier file stays.
   */
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
