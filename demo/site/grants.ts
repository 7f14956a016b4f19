import type { Database } from 'libsql';
import type { Checkpoint } from 'mo-otp-gate/contract';

type Place = Pick<Checkpoint, 'kind' | 'number'>;
const key = (login: string, { kind, number }: Place) => [login, kind, number ?? 0];

/**
 * What each login has been let into. It lives on the server, beside the login: a browser can neither read nor write it.
 * A lesson stays open for the login; everything else is open for one entry.
 */
export class Grants {
  constructor(private readonly database: Database) {}

  give(login: string, place: Place): void {
    this.database
      .prepare(
        'INSERT INTO grants (login, kind, number, refusal) VALUES (?, ?, ?, NULL) ON CONFLICT (login, kind, number) DO UPDATE SET refusal = NULL',
      )
      .run(...key(login, place));
  }

  has(login: string, place: Place): boolean {
    return (
      this.database
        .prepare('SELECT 1 FROM grants WHERE login = ? AND kind = ? AND number = ? AND refusal IS NULL')
        .get(...key(login, place)) !== undefined
    );
  }

  /** Whether the learner may enter now. An exam's grant is spent by this. */
  use(login: string, place: Place): boolean {
    if (place.kind === 'lesson') return this.has(login, place);
    const { changes } = this.database
      .prepare('DELETE FROM grants WHERE login = ? AND kind = ? AND number = ? AND refusal IS NULL')
      .run(...key(login, place));
    return changes === 1;
  }

  /** Remembers why a check was not good enough, for the page that the learner sees next. Takes no grant away. */
  refuse(login: string, place: Place, sentence: string): void {
    this.database
      .prepare(
        'INSERT INTO grants (login, kind, number, refusal) VALUES (?, ?, ?, ?) ON CONFLICT (login, kind, number) DO UPDATE SET refusal = excluded.refusal WHERE refusal IS NOT NULL',
      )
      .run(...key(login, place), sentence);
  }

  /** The sentence to show, once. */
  takeRefusal(login: string, place: Place): string | undefined {
    const row = this.database
      .prepare(
        'DELETE FROM grants WHERE login = ? AND kind = ? AND number = ? AND refusal IS NOT NULL RETURNING refusal',
      )
      .get(...key(login, place)) as { refusal: string } | undefined;
    return row?.refusal;
  }
}
