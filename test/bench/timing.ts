/**
 * `npm run bench -- timing`: whether the time that a refusal takes tells more than its words. One request at a time, of all kinds by chance, each of
 * another learner; what a kind differs from itself, in the same rounds, is the noise that a difference would have to stand out of.
 */
import { startProcesses } from '../support/processes.js';
import { load, postRequest } from './load.js';
import { people, type Said } from './people.js';
import { median } from './rounds.js';
import { estimate } from './statistics.js';
import { head, number, row } from './table.js';

const rounds = 40;
const ofEach = 20;

/** A code that is not the right one. */
const another = (code: string) => code.replace(/.$/, (digit) => String((Number(digit) + 5) % 10));

interface Kind {
  name: string;
  /** The kind whose time it is held against. */
  like?: string;
  phone?: (phone: string) => string;
  owner?: string;
  code?: (code: string) => string;
  used?: boolean;
}
const kinds: Kind[] = [
  { name: 'somebody else has the number', owner: '홍길순' },
  { name: 'the same once more', owner: '홍길순', like: 'somebody else has the number' },
  { name: 'nobody has the number', phone: (phone) => `${phone}99`, like: 'somebody else has the number' },
  { name: 'a wrong code', code: another },
  { name: 'a used code', used: true, like: 'a wrong code' },
];

export async function timing(): Promise<void> {
  const v = await startProcesses({ count: 1 });
  const post = (answers: unknown[], answered: string) =>
    load(
      answers.map((answer) => postRequest(`${v.urls[0]}/verify`, answer)),
      1,
      (body) => body.includes(`"${answered}"`),
    );
  /** Learners before a question that is refused for this reason, each of them another one. */
  const before = async ({ owner, phone, code, used }: Kind, prefix: string) => {
    const said = (learner: Said) => ({
      ...learner,
      name: owner ?? learner.name,
      phone: phone?.(learner.phone) ?? learner.phone,
    });
    const asked = await people(v.store, v.vault, ofEach, prefix, { said, challenges: used ? 2 : 1 });
    if (used) await post(asked.splice(0, ofEach), 'verified');
    return asked.map((answer) => (code ? { ...answer, proof: { code: code(answer.proof.code) } } : answer));
  };
  try {
    const middles = new Map<string, number[]>(kinds.map(({ name }) => [name, []]));
    for (let round = -1; round < rounds; round++) {
      const asked: unknown[][] = [];
      for (const [i, kind] of kinds.entries())
        asked.push(await before(kind, `${100 + (round + 1) * kinds.length + i}x`));
      // by chance: what a request leaves to be done slows the next one
      const order = kinds
        .flatMap(({ name }, i) => asked[i]!.map((answer) => ({ name, answer, place: Math.random() })))
        .sort((one, other) => one.place - other.place);
      const { times } = await post(
        order.map(({ answer }) => answer),
        'rejected',
      );
      if (round >= 0)
        for (const [name, values] of middles) values.push(median(times.filter((_, i) => order[i]!.name === name)));
    }
    head('refused because', 'milliseconds', 'more, µs', 'than where');
    for (const { name, like } of kinds) {
      const times = middles.get(name)!;
      const more = like && estimate(times.map((time, round) => (time - middles.get(like)![round]!) * 1000));
      row(name, number(median(times), 2), more ? `${number(more.mean)} ± ${number(more.within)}` : '', like ?? '');
    }
  } finally {
    await v.close();
  }
}
