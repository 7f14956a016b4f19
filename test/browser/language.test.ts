import { expect, fixture, html } from '@open-wc/testing';
import type { Challenge } from '../../widget/contract.js';
import { registerLocale } from '../../widget/locale.js';
import { words as english } from '../../widget/locales/en.js';
import type { MoOtpGate } from '../../widget/mo-otp-gate.js';
import { viewport } from '../support/commands.js';
import { Learner, FakeVerifier } from '../support/learner.js';
import { challenge, rejected, verifier } from '../support/fake-verifier.js';

describe('the language of the gate', () => {
  let fakeVerifier: FakeVerifier;
  beforeEach(() => (fakeVerifier = new FakeVerifier(challenge())));
  afterEach(async () => {
    fakeVerifier.leave();
    document.documentElement.lang = '';
    await viewport({ width: 800, height: 600 });
  });

  /** A gate in a page of a language, with one of its own or none; opened. */
  async function opened(around: string, own = '') {
    const page = await fixture(
      html`<div lang=${around}><mo-otp-gate verifier=${verifier} session="se_1" lang=${own}></mo-otp-gate></div>`,
    );
    const gate = page.querySelector('mo-otp-gate') as MoOtpGate;
    void gate.show();
    const dialog = () => gate.shadowRoot!.querySelector('dialog')!;
    // words come when they come: the dialog says in which language it speaks
    const speaks = async (lang: string) => {
      while (gate.phase !== 'answering' || dialog().lang !== lang) await new Promise(requestAnimationFrame);
      return {
        gate,
        title: dialog().querySelector('h2')!.textContent,
        close: dialog().querySelector('[part=close]')!.getAttribute('aria-label'),
      };
    };
    return { speaks };
  }

  it('is its own `lang`, before that of the page', async () => {
    const { title, close } = await (await opened('ko', 'en')).speaks('en');
    expect([title, close]).to.deep.equal(['Identity verification before lesson 9', 'Close']);
  });

  for (const [lang, title] of [
    ['vi', 'Xác thực danh tính trước bài 9'],
    ['zh', '第9课开始前身份验证'],
    ['ne', 'पाठ 9 अघि पहिचान प्रमाणीकरण'],
    ['ko', '9차시 본인인증'],
  ] as const)
    it(`is the closest around it: ${lang}`, async () =>
      expect((await (await opened(lang)).speaks(lang)).title).to.equal(title));

  it('is what a script has just set', async () => {
    const gate = document.createElement('mo-otp-gate');
    document.body.append(gate);
    Object.assign(gate, { verifier, session: 'se_1', lang: 'en' });
    void gate.show();
    while (gate.phase !== 'answering' || gate.shadowRoot!.querySelector('dialog')!.lang !== 'en')
      await new Promise(requestAnimationFrame);
    expect(gate.shadowRoot!.querySelector('h2')!.textContent).to.equal('Identity verification before lesson 9');
    gate.remove();
  });

  it('takes a region’s tag for its language', async () =>
    expect((await (await opened('en-US')).speaks('en-US')).title).to.contain('Identity'));

  it('is Korean where it knows no better, and the dialog says so', async () =>
    expect((await (await opened('xx')).speaks('ko')).title).to.equal('9차시 본인인증'));

  it('is the site’s own words over those that come with the gate', async () => {
    registerLocale('en', { close: 'Not now' });
    const { title, close } = await (await opened('en')).speaks('en');
    registerLocale('en', {});
    expect([title, close]).to.deep.equal(['Identity verification before lesson 9', 'Not now']);
  });

  it('is one that the site brought', async () => {
    registerLocale('th', { title: 'ยืนยันตัวตน' });
    expect((await (await opened('th-TH')).speaks('th-TH')).title).to.equal('ยืนยันตัวตน');
  });

  it('stays Korean, with an error for the developer, when the words cannot be had', async () => {
    const { error } = console;
    const said: unknown[] = [];
    console.error = (...words: unknown[]) => said.push(words.join(' '));
    registerLocale(
      'en',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('no network');
          },
        },
      ),
    );
    try {
      const { speaks } = await opened('en');
      expect((await speaks('ko')).title).to.equal('9차시 본인인증');
      expect(said.join()).to.contain('no words for "en"').and.to.contain('no network');
    } finally {
      console.error = error;
      registerLocale('en', {});
    }
  });

  it('applies to the other methods too, and so do the site’s own words', async () => {
    registerLocale('en', { methods: { phone: { open: 'Ask my carrier' } } });
    fakeVerifier.answers(
      challenge({
        method: 'phone',
        params: { url: 'https://otp.test/start', redirect: 'https://otp.test/go' },
      } as Partial<Challenge>),
    );
    const { gate } = await (await opened('en')).speaks('en');
    gate.shadowRoot!.querySelector('[part=learner]')!.remove(); // a name stays as it is
    const { innerText } = gate.shadowRoot!.querySelector('form')!;
    expect(innerText).to.contain('You verify in a new window').and.to.contain('Ask my carrier');
    expect(innerText).not.to.match(/[\uac00-\ud7a3]{2}/);
    registerLocale('en', {});
  });

  for (const lang of ['ko', 'en', 'vi', 'zh', 'ne'])
    it(`leaves the phone number on one line on a phone of 360 pixels: ${lang}`, async () => {
      await viewport({ width: 360, height: 640 });
      const { gate } = await (await opened(lang)).speaks(lang);
      const number = document.createRange();
      number.selectNodeContents(gate.shadowRoot!.querySelectorAll('[part=learner] > *')[1]!);
      expect(number.getBoundingClientRect().height).to.be.below(1.9 * 16);
    });

  it('may say everything in 40 % more letters at 320 pixels', async () => {
    await viewport({ width: 320, height: 640 });
    const longer = (words: object): object =>
      Object.fromEntries(
        Object.entries(words).map(([name, word]) => [
          name,
          typeof word === 'string' ? word + ' ' + 'mmmm'.repeat(Math.ceil(word.length / 10)) : longer(word),
        ]),
      );
    registerLocale('de', longer(english));
    document.documentElement.lang = 'de';
    fakeVerifier.answers(challenge({ offers: ['motp', 'phone', 'ipin'] }), rejected('wrong-code', 1));
    const learner = await (await Learner.visits()).opens();
    await learner.answers('999999');
    const dialog = learner.part('dialog');
    while (dialog.lang !== 'de') await new Promise(requestAnimationFrame);
    expect(dialog.scrollWidth).to.equal(dialog.clientWidth);
    const { left, right } = dialog.getBoundingClientRect();
    for (const element of dialog.querySelectorAll('p, button, h2, dd, li, summary, a, label, [part=field]')) {
      const box = element.getBoundingClientRect();
      if (box.width > 1)
        expect(box.left >= left && box.right <= right, `${element.outerHTML} stays inside`).to.equal(true);
    }
  });
});
