/** What a page can say about its gates without script: every row of the table in the loader's documentation. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { everywhere } from '../engines/everywhere.js';
import { loader, Trainee, TrainingSite } from './training-site.js';

type Gate = HTMLElement & { method: string; manualSubmit: boolean; keepOpen: boolean };
/** A value, and how it shows in the gate. */
const rows: Record<string, [value: string, shows: (gate: Gate, root: ShadowRoot) => unknown]> = {
  'data-mo-otp-lang': ['en', (_, root) => root.querySelector('dialog')!.lang === 'en'],
  'data-mo-otp-method': ['motp', (gate) => gate.method === 'motp'],
  'data-mo-otp-manual-submit': ['', (gate) => gate.manualSubmit],
  'data-mo-otp-keep-open': ['', (gate) => gate.keepOpen],
  'data-mo-otp-class': [
    'exam',
    (_, root) => getComputedStyle(root.querySelector('[part=submit]')!).backgroundColor === 'rgb(1, 2, 3)',
  ],
  'data-mo-otp-style': [
    '--mo-otp-accent: rgb(1, 2, 3)',
    (_, root) => getComputedStyle(root.querySelector('[part=submit]')!).backgroundColor === 'rgb(1, 2, 3)',
  ],
  'data-mo-otp-template': [
    'extras',
    (gate) =>
      gate.querySelector<HTMLElement>('[slot=brand]')!.offsetHeight > 0 &&
      gate.querySelector('[slot=help]')!.assignedSlot,
  ],
};

const page = `<style>mo-otp-gate.exam { --mo-otp-accent: rgb(1, 2, 3) }</style>
  <template id="extras"><b slot="brand">훈련원</b><p slot="help">도움: <a href="/help">문의</a></p></template>`;
const link = (attribute = '') => `<a id="go" href="/lesson" data-mo-otp-gate="/gate" ${attribute}>수강하기</a>`;
const tag = (attribute: string) => loader.replace('<script', `<script ${attribute}`);

test('the table in the documentation lists every attribute', () => {
  const docs = readFileSync(new URL('../../demo/docs/loader.md', import.meta.url), 'utf8');
  const listed = [...docs.matchAll(/^\| `(data-mo-otp-[a-z-]+)/gm)].map(([, name]) => name);
  assert.deepEqual(listed, Object.keys(rows));
});

everywhere((engine) => {
  let site: TrainingSite;
  before(async () => (site = await TrainingSite.open()));
  after(() => site.close());

  for (const [name, [value, shows]] of Object.entries(rows))
    for (const place of ['the control', 'the script tag'])
      test(`${name} on ${place}`, async () => {
        site.requires();
        const attribute = `${name}="${value}"`;
        const body = place === 'the control' ? link(attribute) + loader : link() + tag(attribute);
        const trainee = await Trainee.visits(engine, site, page + body);
        await trainee.pressesEnterOn('#go');
        await trainee.seesTheGate();
        await trainee.page.waitForFunction(
          (shows: string) => {
            const gate = document.querySelector('mo-otp-gate')!;
            // oxlint-disable-next-line no-eval -- the row's own function
            return (0, eval)(shows)(gate, gate.shadowRoot);
          },
          {},
          `(${String(shows)})`,
        );
        assert.deepEqual(await trainee.said(), []);
        await trainee.page.close();
      });

  test('the control is asked first, then the tag; an unknown attribute and a missing template are named', async () => {
    site.requires();
    const trainee = await Trainee.visits(
      engine,
      site,
      `${link(`data-mo-otp-lang="vi" data-mo-otp-language="vi" data-mo-otp-template="none"
        data-mo-otp-onclick="acted.push(1)"`)}
      ${tag('data-mo-otp-lang="en"')}`,
    );
    await trainee.pressesEnterOn('#go');
    await trainee.seesTheGate();
    await trainee.page.waitForFunction(
      () => document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('dialog')!.lang === 'vi',
    );
    const said = await trainee.said();
    assert.equal(said.length, 2);
    assert.match(said[0]!, /data-mo-otp-template="none" .* write <template id="none">/);
    assert.match(said[1]!, /data-mo-otp-language, data-mo-otp-onclick is unknown; there are data-mo-otp-lang, /);
    assert.equal(
      await trainee.page.evaluate(() => document.querySelector('mo-otp-gate')!.getAttribute('onclick')),
      null,
    );
    await trainee.page.close();
  });

  test('open() takes what the tag says, its own options first, and `proceed` as a press of its own', async () => {
    const trainee = await Trainee.visits(
      engine,
      site,
      `<button id="open">열기</button><script>
        document.getElementById('open').onclick = function () {
          MoOtpGate.open({ session: 'se_1', method: 'motp', proceed: function () { acted.push('on') } });
        };
      </script>
      ${tag('data-mo-otp-lang="en" data-mo-otp-method="captcha"')}`,
    );
    await trainee.pressesEnterOn('#open');
    await trainee.seesTheGate();
    assert.equal(await trainee.page.evaluate(() => document.querySelector<Gate>('mo-otp-gate')!.method), 'motp');
    await trainee.page.keyboard.type('123456');
    await trainee.page.waitForFunction(
      () => document.querySelector('mo-otp-gate')?.shadowRoot!.activeElement?.textContent === 'Continue',
    );
    assert.deepEqual(await trainee.acted(), []);
    await trainee.page.keyboard.press('Enter');
    await trainee.hasActed('on');
    await trainee.seesNoGate();
    await trainee.page.close();
  });
});
