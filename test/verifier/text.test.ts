/** Text that some stores cannot keep is refused with every store, anywhere in a request. */
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { Problem } from 'mo-otp-gate/contract';
import { openPostgres } from '../../demo/verifier/store/postgres/postgres.js';
import type { Store } from '../../demo/verifier/store/store.js';
import { sharedPostgres, withoutPostgres, type SharedPostgres } from '../support/postgres.js';
import { exam, hong, lesson } from '../support/verifier.js';
import { begin } from './methods/session.js';

const learner = { ...hong, birthDate: '1990-01-01' };
const asked = { learner, checkpoint: { ...lesson(9), title: '9강' }, origin: 'http://site.test', methods: ['motp'] };
const unkept = { 'U+0000': '\0', 'half of a pair': '\ud83d' };

/** Copies of the body, each with one text spoiled, and the path of that text. */
function* spoiled(body: object, by: string, path: string[] = []): Generator<[where: string, body: object]> {
  for (const [name, value] of Object.entries(body)) {
    const at = [...path, name];
    const set = (inner: unknown) =>
      (Array.isArray(body)
        ? body.map((one: unknown, i) => (String(i) === name ? inner : one))
        : { ...body, [name]: inner }) as object;
    if (typeof value === 'string') yield [at.join('.'), set(value + by)];
    else if (typeof value === 'object')
      for (const [where, inner] of spoiled(value as object, by, at)) yield [where, set(inner)];
  }
}

async function refused(reply: Response, where: string) {
  const { status, code, title, detail } = Problem.parse(await reply.json());
  assert.deepEqual(
    [status, code, detail],
    [400, 'bad-request', `${where}: must be text that every database can store`],
    where,
  );
  assert.match(title, /U\+0000/);
}

function suite(name: string, open: (() => Promise<Store>) | undefined, skip: string | false) {
  const story = (title: string, tell: (v: Awaited<ReturnType<typeof begin>>) => Promise<void>) =>
    test(`${name}: ${title}`, { skip }, async (t: TestContext) => {
      const other = await open?.();
      const store =
        other &&
        ((embedded: Store): Store => ({
          ...other,
          close: async () => void (await Promise.all([embedded.close(), other.close()])),
        }));
      await tell(await begin(t, { ...(store && { store }) }));
    });

  for (const [what, by] of Object.entries(unkept))
    story(`${what} in a body is a bad request that names its member, wherever it stands`, async (v) => {
      const asSite = { authorization: `Bearer ${v.siteSecret}` };
      const { id } = await v.ask(await v.session(), 'motp');
      const bodies: [path: string, body: object, headers?: Record<string, string>][] = [
        ['/sessions', asked, asSite],
        ['/siteverify', { token: 'a.b.c' }, asSite],
        ['/challenge', { session: await v.session(), method: 'motp' }],
        ['/verify', { challenge: id, attempt: 'attempt-1', proof: { code: '123456', device: 'br_1' } }],
        ['/devices/codes', { name: '홍길동', phone: '010-0000-1234' }],
        ['/devices', { registration: 'rg_1', code: '123456' }],
        ['/devices/unlock', { device: 'dv_1', attempt: 'a'.repeat(16), proof: 'a'.repeat(64) }],
      ];
      for (const [path, body, headers = {}] of bodies)
        for (const [where, one] of spoiled(body, by)) await refused(await v.post(path, one, headers), where);
      await refused(await v.post('/challenge', { [`session${by}`]: 'x' }), 'body');
      assert.equal((await v.ask(await v.session(), 'motp')).attemptsLeft, 5, 'nothing was counted');
      assert.deepEqual(await v.evidence.chain({ site: 'site', ref: hong.ref }), []);
    });

  story('U+0000 in an address or a form is refused too, on pages by a page', async (v) => {
    const query = (name: string) =>
      fetch(`${v.url}/evidence?${name}=a%00`, { headers: { authorization: `Bearer ${v.siteSecret}` } });
    for (const filter of ['learner', 'course', 'from', 'format']) await refused(await query(filter), filter);
    const { params } = await v.ask(await v.session(), 'phone');
    const who = await v.window.go(params.url);
    const number = /[0-9a-f]{32}/.exec(who.address)![0];
    for (const page of [
      await v.window.go(`${params.url}%00`),
      await v.window.go(`${params.url}?return=http%3A%2F%2Fsite.test%2F%00`),
      await v.window.go(`${v.issuer}/identity/return/${number}?enc_data=%00`),
      await v.window.send(who, { carrier: 'KT', name: '홍길동\0', birthDate: '19900101' }),
    ])
      assert.deepEqual([page.status, page.title], [400, '이 확인은 쓸 수 없습니다']);
    assert.equal((await v.checkPhone(params.url)).title, '확인을 마쳤습니다', 'nothing was spent');
  });

  story('every other text is kept unchanged', async (v) => {
    const odd = { ...learner, ref: '학습자 "7"\\u0000 \u{1f600}', name: '\ufeff홍길동\u200b\r\n' };
    assert.equal(
      (await v.post('/sessions', { ...asked, learner: odd }, { authorization: `Bearer ${v.siteSecret}` })).status,
      200,
    );
    await v.openSession(odd, exam);
  });
}

suite('SQLite', undefined, false);

let server: SharedPostgres | undefined;
if (!withoutPostgres) {
  before(async () => void (server = await sharedPostgres()));
  after(() => server?.stop());
}
suite('PostgreSQL', async () => openPostgres(await server!.database()), withoutPostgres);

test('a body that says it is in another encoding than UTF-8 is refused on every route, and UTF-8 in any spelling is not', async (t) => {
  const v = await begin(t);
  const send = (path: string, type: string) =>
    fetch(v.url + path, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${v.siteSecret}` },
      body: JSON.stringify({ learner: hong, checkpoint: exam }),
    });
  for (const type of ['application/json; charset=euc-kr', 'application/json;charset="ISO-8859-1"'])
    for (const path of ['/sessions', '/challenge', '/verify', '/siteverify', '/devices/codes']) {
      const reply = await send(path, type);
      const { code, detail } = Problem.parse(await reply.json());
      assert.deepEqual([reply.status, code, detail], [400, 'bad-request', 'Content-Type: charset'], `${path} ${type}`);
    }
  for (const type of ['application/json', 'application/json; charset=UTF-8', 'application/json;charset="utf8"'])
    assert.equal((await send('/sessions', type)).status, 200, type);
});
