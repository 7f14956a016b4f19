/**
 * `npx tsx demo/verifier/test-mode/table.ts`: writes the table of all sessions of test mode into
 * demo/docs/test-mode.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { problems } from 'mo-otp-gate/contract';
import { cases, type Case } from './cases.js';

const problem = (code: keyof typeof problems) => `${problems[code]} \`${code}\``;

const onSessions = ({ sessions }: Case): string =>
  sessions === undefined ? '' : sessions === 'not-required' ? '`required: false`' : problem(sessions);

function onChallenge({ sessions, challenge, method }: Case): string {
  if (sessions !== undefined) return '';
  if (challenge === undefined) return `\`challenge\` for \`${method}\``;
  return challenge === 'locked' ? '`locked`' : problem(challenge);
}

function onVerify({ sessions, challenge, verify }: Case): string {
  if (sessions !== undefined || challenge !== undefined) return '';
  if (verify === 'verified') return '`verified`';
  if (typeof verify === 'string') return problem(verify);
  return `\`${verify.status}\`${verify.status === 'rejected' ? ` \`${verify.reason}\`` : ''}`;
}

function onSiteverify({ sessions, challenge, verify, siteverify, grant = 'entry' }: Case): string {
  if (sessions !== undefined || challenge !== undefined || verify !== 'verified') return '';
  if (siteverify === undefined) return `success, grant \`${grant}\``;
  return siteverify in problems ? problem(siteverify as keyof typeof problems) : `\`${siteverify}\``;
}

/** Every session of test mode as a Markdown table. */
export const table = (): string =>
  [
    '| session | `POST /sessions` | `POST /challenge` | `POST /verify` | `POST /siteverify` |',
    '|---|---|---|---|---|',
    ...cases.map(
      (one) =>
        `| \`${one.session}\` | ${onSessions(one)} | ${onChallenge(one)} | ${onVerify(one)} | ${onSiteverify(one)} |`,
    ),
  ].join('\n');

/** The text with the table between its two marker comments. */
export const withTable = (text: string): string =>
  text.replace(
    /(<!-- table -->\n)[^]*(<!-- \/table -->)/,
    (_, before: string, after: string) => `${before}${table()}\n${after}`,
  );

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL('../../docs/test-mode.md', import.meta.url);
  writeFileSync(file, withTable(readFileSync(file, 'utf8')));
}
