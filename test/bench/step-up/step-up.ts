import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateSync } from 'otplib';
import { startProcesses } from '../../support/processes.js';
import { startChild } from '../child.js';
import { postRequest } from '../load.js';
import { inTurns, median, ratio, type Contender } from '../rounds.js';
import { head, number, row } from '../table.js';
import { verifying } from '../verifying.js';

const rounds = 5;
const accounts = 100;

interface Ready {
  url: string;
  origin: string;
  people: { secret: string; signIn: string; stepUp: string }[];
}

/**
 * Compares better-auth's two-factor plugin with the verifier: one process each, the same database kind, the same
 * rounds.
 */
export async function stepUp(): Promise<void> {
  install();
  const v = await startProcesses({ count: 1 });
  const peer = await startChild('step-up/server.mjs', String(accounts * (rounds + 1)));
  try {
    const { url, origin, people } = JSON.parse(peer.line) as Ready;
    /** Each account signs in once and may step up repeatedly. */
    const asking = (cookie: 'signIn' | 'stepUp'): Contender => ({
      watched: [[peer.pid]],
      accept: (body) => body.includes('"token"'),
      prepare: async (round) =>
        people
          .slice(round * accounts, (round + 1) * accounts)
          .map((person) =>
            postRequest(
              url,
              { code: generateSync({ secret: person.secret, period: 60, digits: 6 }) },
              { origin, cookie: person[cookie] },
            ),
          ),
    });
    const [ours, signIn, stepUp] = await inTurns(
      [verifying(v, accounts * 30, [v.pids]), asking('signIn'), asking('stepUp')],
      rounds,
    );
    head('a code checked', 'a second', 'p50 ms', 'CPU µs', 'the verifier does');
    for (const [name, measured] of [
      ['the verifier: judged, signed, durable, with evidence', ours!],
      ['better-auth, signing in', signIn!],
      ['better-auth, stepping up', stepUp!],
    ] as const) {
      const of = (key: 'rate' | 'p50') => median(measured.map((round) => round[key]));
      const { middle, least, most } = ratio(ours!, measured);
      row(
        name,
        number(of('rate')),
        number(of('p50'), 1),
        number(median(measured.map(({ cpu }) => cpu[0]!))),
        measured === ours ? '' : `${number(middle, 1)} times (${number(least, 1)} … ${number(most, 1)})`,
      );
    }
  } finally {
    await peer.stop();
    await v.close();
  }
}

function install() {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  if (existsSync(`${folder}node_modules`)) return;
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('better-auth could not be installed');
}
