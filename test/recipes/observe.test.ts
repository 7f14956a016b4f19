/** A site that only observes lets everyone in, and its log says whom it would have refused: once an entry. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { presets } from '../../demo/verifier/domain/policy-presets.js';
import { exam, hong, SetClock, startVerifier } from '../support/verifier.js';
import { sharedSite } from './shared-site.js';
import { recipes, sites, Visitor } from './sites.js';

const { siteAt } = sharedSite(() => ({ GATE_ASSETS: 'http://127.0.0.1:9', TIMEOUT: '1', OBSERVE: 'yes' }));

// one recipe of each library
for (const name of ['Express', 'Flask', 'PHP', 'Java']) {
  const recipe = sites[name]!;

  async function open(t: TestContext) {
    const clock = new SetClock();
    const rules = { ...presets.manual.rules, enrolment: { when: 'never' } as const };
    const verifier = await startVerifier({ clock, policy: { ...presets.manual, rules } });
    t.after(() => verifier.close());
    const site = await siteAt(recipe, verifier);
    const phone = await verifier.registerDevice('김하나', '010-0000-1234');
    const visitor = new Visitor(site.origin);
    await visitor.logIn('kim');
    return {
      site,
      visitor,
      async token(session: string) {
        clock.advance(60_000);
        const { id } = await verifier.challenge(session);
        const verdict = await verifier.verify(id, phone.codeAt(clock.now()));
        assert.ok(verdict.status === 'verified', verdict.status);
        return verdict.token;
      },
      opens: async (path: string) => assert.equal((await visitor.request(path)).status, 200, path),
      /** These outcomes so far, and no more. */
      async observes(...outcomes: string[]) {
        const log = await site.logged(new RegExp(`(observed=[^]*){${outcomes.length}}`));
        const lines = [...log.matchAll(/mo-otp-gate: observed=(\w+ kind=\w+)\n/g)].map(([, line]) => line);
        assert.deepEqual(lines, outcomes);
      },
    };
  }
  const story = (title: string, tell: (t: TestContext) => Promise<void>) =>
    test(`${name}, observing: ${title}`, { skip: recipe.skip, timeout: 60_000 }, tell);

  story('an exam opens without a verification, which is noted once an entry', async (t) => {
    const { visitor, opens, observes } = await open(t);
    await opens('/lesson/2');
    for (const _reload of [1, 2]) await opens('/exam');
    assert.equal((await visitor.submit('/exam')).status, 200);
    await opens('/lesson/9');
    await opens('/exam');
    await observes('refused kind=exam', 'refused kind=lesson', 'refused kind=exam');
  });

  story('a verified entry is noted as one, and a refused token does not hold the learner', async (t) => {
    const { site, visitor, token, opens, observes } = await open(t);
    const { session, ...rest } = await visitor.askGate('/exam');
    assert.deepEqual({ ...rest, preview: undefined }, { required: true, observe: true, preview: undefined });
    const good = await token(session);
    assert.equal((await visitor.postToken('/evaluation', good)).status, 403);
    await opens('/evaluation');
    await site.logged(/another checkpoint/);
    const second = await token((await visitor.askGate('/exam')).session);
    assert.equal((await visitor.postToken('/exam', second)).status, 204);
    await opens('/exam');
    assert.deepEqual(await visitor.askGate('/exam'), { required: false });
    await observes('refused kind=evaluation', 'verified kind=exam');
  });

  story('the verifier is down: no gate, the page opens, and the log has the cause', async (t) => {
    const { site, visitor, opens, observes } = await open(t);
    await site.front.become(undefined);
    assert.deepEqual(await visitor.askGate('/exam'), { required: false });
    await opens('/exam');
    await observes('unavailable kind=exam');
    await site.logged(/refused connection/);
  });
}

test('what was only observed admits nobody once the site decides', async (t) => {
  const verifier = await startVerifier();
  t.after(() => verifier.close());
  const { moOtpGate } = await import(`${recipes}/node/mo-otp-gate.mjs`);
  const settings = { verifier: `${verifier.url}/`, secret: `${verifier.siteSecret}\n`, log: () => {} };
  const grants: object[] = [];
  assert.equal(await moOtpGate({ ...settings, observe: true }).mayEnter(grants, hong, exam), true);
  assert.equal(grants.length, 1);
  assert.equal(await moOtpGate(settings).mayEnter(grants, hong, exam), false);
});
