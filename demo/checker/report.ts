import { rules } from './rules.js';
import type { CaseResult } from './run.js';
import type { Exchange } from './wire.js';

/** The lines about one case: its promise, the broken rule if it failed, and with `verbose` all that was exchanged. */
export function linesOf({ name, rule, result, why, exchanges }: CaseResult, verbose: boolean): string[] {
  const line = `${result === 'failed' ? 'FAILED ' : result} ${name}${why === undefined ? '' : ` - ${why}`}`;
  if (result !== 'failed') return [line];
  const last = verbose ? (exchanges ?? []) : (exchanges ?? []).slice(-1);
  return [line, `        ${rule}: ${rules[rule]?.says}`, ...last.flatMap(linesOfExchange)];
}

const linesOfExchange = ({ request, reply }: Exchange) => [
  `        → ${request.method} ${request.path} ${JSON.stringify(request.headers)} ${cut(request.body ?? '')}`,
  `        ← ${reply.status} ${JSON.stringify(reply.headers)} ${cut(reply.body)}`,
];

/** Bodies of some cases are as large as a verifier must read. */
const cut = (text: string) => (text.length > 1000 ? `${text.slice(0, 1000)}… (${text.length} characters)` : text);

/** The counts by result, and by topic where a case failed. */
export function summary(results: CaseResult[], seconds: number): string[] {
  const count = (result: CaseResult['result'], of = results) => of.filter((one) => one.result === result).length;
  const topics = [...new Set(results.map(({ name }) => name.split(':')[0]!))];
  const broken = topics
    .map((topic) => ({ topic, of: results.filter(({ name }) => name.startsWith(`${topic}:`)) }))
    .filter(({ of }) => count('failed', of) > 0)
    .map(({ topic, of }) => `${topic}: ${count('failed', of)} of ${of.length} failed`);
  return [
    ...broken,
    `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped in ${seconds.toFixed(1)} s`,
  ];
}

/** The results as a JUnit report, which continuous integration systems read. */
export function junit(results: CaseResult[], seconds: number): string {
  const cases = results.map(({ name, rule, result, why = '' }) => {
    const [topic, promise] = name.split(': ') as [string, string];
    const inner = {
      passed: '',
      skipped: `<skipped message="${escaped(why)}"/>`,
      failed: `<failure message="${escaped(why)}" type="${rule}">${escaped(rules[rule]?.says ?? '')}</failure>`,
    }[result];
    return `  <testcase classname="${escaped(topic)}" name="${escaped(promise)}">${inner}</testcase>`;
  });
  const count = (result: string) => results.filter((one) => one.result === result).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="mo-otp-gate check" tests="${results.length}" failures="${count('failed')}" skipped="${count('skipped')}" time="${seconds}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n');
}

const escaped = (text: string) =>
  text
    // XML 1.0 has no way to write other control characters
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
