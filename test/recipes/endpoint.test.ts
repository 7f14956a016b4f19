/** The endpoint of every recipe over HTTP: who enters when, and which tokens grant nothing. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { presets } from '../../demo/verifier/domain/policy-presets.js';
import { SetClock, startVerifier } from '../support/verifier.js';
import { sharedSite } from './shared-site.js';
import { sites, Visitor, type Recipe } from './sites.js';

const { siteAt } = sharedSite(() => ({ GATE_ASSETS: 'http://127.0.0.1:9' }));
const people = { kim: ['김하나', '010-0000-1234'], lee: ['이두리', '010-0000-5678'] } as const;

async function open(t: TestContext, recipe: Recipe, policy: keyof typeof presets = 'manual') {
  const clock = new SetClock();
  const rules = { ...presets[policy].rules, enrolment: { when: 'never' } as const };
  const verifier = await startVerifier({ clock, policy: { ...presets[policy], rules } });
  t.after(() => verifier.close());
  const site = await siteAt(recipe, verifier);
  const phones = {
    kim: await verifier.registerDevice(...people.kim),
    lee: await verifier.registerDevice(...people.lee),
  };
  /** Passes the gate of a session; the token. */
  async function pass(session: string, who: keyof typeof people = 'kim') {
    clock.advance(60_000);
    const { id } = await verifier.challenge(session);
    const verdict = await verifier.verify(id, phones[who].codeAt(clock.now()));
    assert.ok(verdict.status === 'verified', verdict.status);
    return verdict.token;
  }
  async function logIn(who: keyof typeof people = 'kim') {
    const visitor = new Visitor(site.origin);
    await visitor.logIn(who);
    return visitor;
  }
  return { verifier, site, clock, pass, logIn };
}

for (const [name, recipe] of Object.entries(sites)) {
  const story = (title: string, tell: (t: TestContext) => Promise<void>) =>
    test(`${name}: ${title}`, { skip: recipe.skip, timeout: 60_000 }, tell);

  story('a visitor without a login gets nothing', async (t) => {
    const { site } = await open(t, recipe);
    const visitor = new Visitor(site.origin);
    assert.equal((await visitor.request('/gate/lesson/9')).status, 401);
    assert.equal((await visitor.postToken('/lesson/9', 'x')).status, 401);
    assert.equal((await visitor.request('/lesson/2')).status, 401);
  });

  story('lessons by the manual: 2 opens, 9 needs one verification and stays open', async (t) => {
    const { pass, logIn, site } = await open(t, recipe);
    const kim = await logIn();
    assert.deepEqual(await kim.askGate('/lesson/2'), { required: false });
    assert.equal((await kim.request('/lesson/2')).status, 200);
    const refused = await kim.request('/lesson/9');
    assert.equal(refused.status, 403);
    assert.match(refused.text, /href="\/lesson\/9" data-mo-otp-gate="\/gate\/lesson\/9"/, 'the gate is offered');
    const due = await kim.askGate('/lesson/9');
    assert.deepEqual(Object.keys(due).sort(), ['preview', 'required', 'session']);
    assert.doesNotMatch(JSON.stringify(due), /김하나|1234/, 'nothing personal reaches the page');
    assert.equal(due.preview?.params['digits'], 6);
    assert.ok(due.preview?.offers.includes('motp'));
    assert.equal((await kim.postToken('/lesson/9', await pass(due.session))).status, 204);
    for (const _reload of [1, 2]) assert.equal((await kim.request('/lesson/9')).status, 200);
    assert.deepEqual(await kim.askGate('/lesson/9'), { required: false });
    assert.equal((await kim.request('/lesson/17')).status, 403);
    assert.equal((await (await logIn('lee')).request('/lesson/9')).status, 403, 'another learner');
    assert.doesNotMatch(site.log(), /김하나|0000-?1234/);
  });

  story('lessons by the day: one verification opens them all', async (t) => {
    const { pass, logIn } = await open(t, recipe, 'daily');
    const kim = await logIn();
    const { session } = await kim.askGate('/lesson/2');
    assert.equal((await kim.postToken('/lesson/2', await pass(session))).status, 204);
    for (const lesson of [2, 9, 10]) assert.equal((await kim.request(`/lesson/${lesson}`)).status, 200);
    assert.equal((await kim.request('/exam')).status, 403);
  });

  for (const path of ['/exam', '/evaluation'])
    story(`one entry into ${path} covers reloads until it is submitted`, async (t) => {
      const { pass, logIn } = await open(t, recipe);
      const kim = await logIn();
      assert.equal((await kim.request(path)).status, 403);
      assert.equal((await kim.submit(path)).status, 403);
      const { session } = await kim.askGate(path);
      assert.equal((await kim.postToken(path, await pass(session))).status, 204);
      for (const _reload of [1, 2]) assert.equal((await kim.request(path)).status, 200);
      assert.match((await kim.submit(path)).text, /제출했습니다|\uFFFD/);
      assert.equal((await kim.request(path)).status, 403);
      assert.equal((await kim.submit(path)).status, 403);
      assert.equal((await kim.askGate(path)).required, true);
    });

  story('an assignment is verified each time that it is submitted', async (t) => {
    const { pass, logIn } = await open(t, recipe);
    const kim = await logIn();
    for (const _time of [1, 2]) {
      assert.equal((await kim.request('/assignment')).status, 200);
      assert.equal((await kim.submit('/assignment')).status, 403);
      const { session } = await kim.askGate('/assignment');
      assert.equal((await kim.postToken('/assignment', await pass(session))).status, 204);
      assert.equal((await kim.submit('/assignment')).status, 200);
    }
  });

  story('a token of another learner or checkpoint, used twice, late or forged grants nothing', async (t) => {
    const { pass, logIn, clock, site } = await open(t, recipe);
    const [kim, lee] = [await logIn(), await logIn('lee')];
    const refused = async (path: string, token: unknown, cause: RegExp) => {
      assert.equal((await kim.postToken(path, token)).status, 403);
      assert.equal((await kim.request(path)).status, 403);
      await site.logged(cause);
    };
    await refused('/exam', await pass((await lee.askGate('/exam')).session, 'lee'), /another learner/);
    await refused('/exam', await pass((await kim.askGate('/evaluation')).session), /another checkpoint/);
    await refused('/exam', 'forged', /refused: invalid/);
    const token = await pass((await kim.askGate('/exam')).session);
    assert.equal((await kim.postToken('/exam', token)).status, 204);
    await kim.submit('/exam');
    await refused('/exam', token, /refused: used/);
    const late = await pass((await kim.askGate('/exam')).session);
    clock.advance(300_000);
    await refused('/exam', late, /refused: expired/);
    for (const body of [undefined, 9]) assert.ok([400, 403].includes((await kim.postToken('/exam', body)).status));
    assert.equal((await kim.postToken('/exam', 'x', 'text/plain')).status, 415, 'a form of another site');
    assert.doesNotMatch(site.log(), new RegExp(`${token}|${late}`));
  });
}
