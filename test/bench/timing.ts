/**
 * `npm run bench -- timing` compares response times of refusals, which should disclose no more than their bodies. Sends
 * one request at a time, of random kinds, each for another learner. The difference of a kind to itself in the same
 * rounds is the noise.
 */
import { startProcesses } from '../support/processes.js';
import { load, postRequest } from './load.js';
import { prepareAttempts, type SiteLearner } from './prepared-attempts.js';
import { median } from './rounds.js';
import { estimate } from './statistics.js';
import { head, number, row } from './table.js';

const rounds = 40;
const ofEach = 20;

/** A wrong code. */
const another = (code: string) => code.replace(/.$/, (digit) => String((Number(digit) + 5) % 10));

interface Kind {
  name: string;
  /** The kind to compare with. */
  like?: string;
  phone?: (phone: string) => string;
  owner?: string;
  code?: (code: string) => string;
  used?: boolean;
}
const kinds: Kind[] = [
  { name: 'another person has the number', owner: '홍길순' },
  { name: 'the same once more', owner: '홍길순', like: 'another person has the number' },
  { name: 'an unknown number', phone: (phone) => `${phone}99`, like: 'another person has the number' },
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
  /** Attempts that are refused for this reason, each for another learner. */
  const attemptsOf = async ({ owner, phone, code, used }: Kind, prefix: string) => {
    const toSiteLearner = (learner: SiteLearner) => ({
      ...learner,
      name: owner ?? learner.name,
      phone: phone?.(learner.phone) ?? learner.phone,
    });
    const attempts = await prepareAttempts(v.store, v.vault, ofEach, prefix, {
      toSiteLearner,
      challenges: used ? 2 : 1,
    });
    if (used) await post(attempts.splice(0, ofEach), 'verified');
    return attempts.map((answer) => (code ? { ...answer, proof: { code: code(answer.proof.code) } } : answer));
  };
  try {
    const middles = new Map<string, number[]>(kinds.map(({ name }) => [name, []]));
    for (let round = -1; round < rounds; round++) {
      const prepared: unknown[][] = [];
      for (const [i, kind] of kinds.entries())
        prepared.push(await attemptsOf(kind, `${100 + (round + 1) * kinds.length + i}x`));
      // in random order: deferred work of one request slows the next one
      const order = kinds
        .flatMap(({ name }, i) => prepared[i]!.map((answer) => ({ name, answer, place: Math.random() })))
        .sort((one, other) => one.place - other.place);
      const { times } = await post(
        order.map(({ answer }) => answer),
        'rejected',
      );
      if (round >= 0)
        for (const [name, values] of middles) values.push(median(times.filter((_, i) => order[i]!.name === name)));
    }
    head('refused because', 'milliseconds', 'difference, µs', 'compared with');
    for (const { name, like } of kinds) {
      const times = middles.get(name)!;
      const more = like && estimate(times.map((time, round) => (time - middles.get(like)![round]!) * 1000));
      row(name, number(median(times), 2), more ? `${number(more.mean)} ± ${number(more.within)}` : '', like ?? '');
    }
  } finally {
    await v.close();
  }
}
