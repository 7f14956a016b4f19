import type { Database } from 'libsql';
import type { Checkpoint, Grant } from 'mo-otp-gate/contract';
import type { Clock } from '../clock.js';

/** A checkpoint of the site's one course. */
type Place = Pick<Checkpoint, 'kind' | 'number'>;
const key = (login: string, { kind, number }: Place) => [login, kind, number ?? 0];

/** The grants of each login. Stored on the server beside the login: a browser can neither read nor change it. */
export class Grants {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  add(login: string, place: Place, { scope, expiresIn }: Grant): void {
    this.database
      .prepare(
        `INSERT INTO grants (login, kind, number, scope, ends_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (login, kind, number) DO UPDATE SET scope = excluded.scope, ends_at = excluded.ends_at`,
      )
      .run(...key(login, place), scope, this.clock.now() + expiresIn * 1000);
    this.database.prepare('DELETE FROM refusals WHERE login = ? AND kind = ? AND number = ?').run(...key(login, place));
  }

  /** Whether a grant admits the login now. One for a day covers every checkpoint of its kind. */
  has(login: string, { kind, number = 0 }: Place): boolean {
    return (
      this.database
        .prepare(`SELECT 1 FROM grants WHERE login = ? AND kind = ? AND (number = ? OR scope = 'day') AND ends_at > ?`)
        .get(login, kind, number, this.clock.now()) !== undefined
    );
  }

  /** Ends the grant of one entry, because the learner has submitted. */
  endEntry(login: string, place: Place): void {
    this.database
      .prepare(`DELETE FROM grants WHERE login = ? AND kind = ? AND number = ? AND scope = 'entry'`)
      .run(...key(login, place));
  }

  /** Saves why a token was refused, for the next page. Revokes nothing. */
  saveRefusal(login: string, place: Place, sentence: string): void {
    this.database
      .prepare(
        `INSERT INTO refusals (login, kind, number, sentence) VALUES (?, ?, ?, ?)
         ON CONFLICT (login, kind, number) DO UPDATE SET sentence = excluded.sentence`,
      )
      .run(...key(login, place), sentence);
  }

  /** The sentence of the last refusal; it is returned once. */
  takeRefusal(login: string, place: Place): string | undefined {
    const row = this.database
      .prepare('DELETE FROM refusals WHERE login = ? AND kind = ? AND number = ? RETURNING sentence')
      .get(...key(login, place)) as { sentence: string } | undefined;
    return row?.sentence;
  }
}
