/** Proofs for another method, or for none: a problem with a code and a line in the log, without any other effect. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, type MethodId } from 'mo-otp-gate/contract';
import { sealedFacts } from '../support/sealed-facts.js';
import { hong, lesson } from '../support/verifier.js';
import { begin } from './methods/session.js';

const device = 'br_somebody';
const payload = Buffer.from('{}').toString('base64');
/** A well-formed proof of each method. */
const proofs = {
  motp: { code: '123456' },
  'web-otp': { device, code: '123456' },
  captcha: { payload },
  phone: {},
  ipin: {},
} satisfies Record<MethodId, object>;
/** True if a challenge accepts the form of a proof: mOTP reads the code only, so a proof of web OTP fits too. */
const acceptsForm = (asked: MethodId, answered: MethodId) =>
  asked === answered || (asked === 'motp' && answered === 'web-otp');
/** Methods that a provider's page decides: the gate's proof is ignored. */
const pageMethods: MethodId[] = ['phone', 'ipin', 'web-otp'];

test('a learner loses no try by a proof of another method or a huge one, and the problem is logged', async (t) => {
  const lines: string[] = [];
  const v = await begin(t, { logger: { level: 'info', stream: { write: (line) => void lines.push(line) } } });
  const learner = { ...hong, birthDate: '1990-01-01' };
  const phone = await v.registerDevice();
  const right = { code: phone.codeAt(v.clock.now()) };
  const session = await v.openSession(learner, lesson(9));
  const refused: string[] = [];
  for (const asked of Object.keys(proofs) as MethodId[]) {
    const { id } = await v.ask(session, asked);
    const send = (proof: object) => v.post('/verify', { challenge: id, attempt: 'attempt-1', proof });
    for (const [answered, proof] of Object.entries(proofs) as [MethodId, object][]) {
      if (pageMethods.includes(asked))
        assert.deepEqual(
          await v.prove(id, { ...proof, ...right }, 'attempt-1'),
          { status: 'pending', retryIn: 2 },
          `${asked} ← ${answered}`,
        );
      else if (!acceptsForm(asked, answered))
        refused.push((await assertProblem(await send(proof), 'bad-request')).detail!);
    }
    if (!pageMethods.includes(asked))
      await assertProblem(await send({ code: '1'.repeat(5000), payload: 'A'.repeat(5000) }), 'bad-request');
    await assertProblem(await send({ code: '1'.repeat(17_000) }), 'too-large');
  }
  for (const detail of refused) assert.match(detail, /^(proof\.)?(code|payload|device): /);
  assert.deepEqual(await v.evidence.chain({ site: 'site', ref: hong.ref }), [], 'none of it was an attempt');
  assert.equal((await v.ask(session, 'motp')).attemptsLeft, 5);

  const logged = lines
    .map((line) => JSON.parse(line) as { route?: string; status?: number; reqId?: string })
    .filter(({ route, status = 200 }) => route === '/v1/verify' && status >= 400);
  assert.equal(logged.length, refused.length + 2 + 5);
  assert(logged.every(({ reqId }) => reqId !== undefined));
  // times and ports may hold any digits, but do not begin with these; a random id may
  assert.doesNotMatch(lines.join('').replace(/"reqId":"[^"]*",?/g, ''), /(?<!\d)(123456|010)|홍길동|AAAA|attempt-1/);
});

test('a challenge for a registered browser accepts proofs of web OTP only', async (t) => {
  const v = await begin(t);
  const session = await v.openSession(hong, lesson(9));
  await v.store.decide(
    {
      challenge: (await v.ask(session, 'motp')).id,
      attempt: 'registers',
      learner: (await v.learners.find('site', hong.ref))!,
    },
    sealedFacts(1, hong.ref),
    () => ({
      verdict: { status: 'unlocked' },
      registers: { id: device, secret: 'sealed' },
    }),
  );
  const { id } = await v.ask(session, 'web-otp');
  for (const proof of [proofs.motp, proofs.captcha, proofs.phone])
    await assertProblem(await v.post('/verify', { challenge: id, attempt: 'attempt-1', proof }), 'bad-request');
});

async function assertProblem(reply: Response, code: 'bad-request' | 'too-large') {
  const problem = Problem.parse(await reply.json());
  assert.deepEqual(
    [reply.headers.get('content-type')?.startsWith('application/problem+json'), problem.code],
    [true, code],
  );
  return problem;
}
