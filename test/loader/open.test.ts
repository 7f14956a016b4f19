import { expect } from '@open-wc/testing';
import { Site, type Answer } from './site.js';

describe('window.MoOtpGate', () => {
  let site: Site;
  beforeEach(() => (site = new Site()));
  afterEach(() => site.close());
  const loader = () => site.page.MoOtpGate!;

  it('fetches nothing before the gate is needed, then the gate once for all callers', async () => {
    await site.open('');
    expect(loader().version).to.equal('1.2.3');
    expect(site.requests('mo-otp-gate.js').length).to.equal(0);
    await Promise.all([loader().load(), loader().load()]);
    await loader().load();
    expect(site.requests('mo-otp-gate.js').length).to.equal(1);
  });

  it('opens the gate at the end of the page, and resolves to the token', async () => {
    await site.open('<main>page</main>');
    const opened = loader().open({ session: 'ss_7' });
    const gate = await site.gate();
    expect(site.page.document.body.lastElementChild === gate).to.equal(true);
    expect(gate).to.include({ session: 'ss_7', verifier: 'https://otp.example/v1' });
    expect(gate.hasAttribute('lang')).to.equal(false);
    gate.verify();
    expect(await opened).to.eql({ token: 'tk_ss_7', method: 'motp', expiresIn: 300 });
    expect(site.gates.length, 'the success screen').to.equal(1);
    gate.close();
    expect(site.gates.length).to.equal(0);
  });

  it('resolves to null when the learner closes the gate', async () => {
    await site.open('');
    const opened = loader().open({ session: 'ss_7' });
    (await site.gate()).close();
    expect(await opened).to.equal(null);
    expect(site.gates.length).to.equal(0);
  });

  it('accepts another verifier, method and language', async () => {
    await site.open('');
    void loader().open({ session: 'ss_7', verifier: 'https://other.example/v1', method: 'captcha', lang: 'en' });
    expect(await site.gate()).to.include({ verifier: 'https://other.example/v1', method: 'captcha', lang: 'en' });
  });

  it('loads the gate from data-src', async () => {
    site.files['elsewhere/gate.js'] = site.files['mo-otp-gate.js']!;
    await site.open('', {
      tag: '<script src="loader.js" data-verifier="https://otp.example/v1" data-src="elsewhere/gate.js"></script>',
    });
    await loader().load();
    expect(site.requests('elsewhere/gate.js').length).to.equal(1);
    expect(site.requests('mo-otp-gate.js').length).to.equal(0);
  });

  it('copies its nonce to the gate’s tag, which a strict page requires', async () => {
    await site.open('', {
      headers: { 'content-security-policy': "script-src 'nonce-r4nd0m'" },
      tag: '<script src="loader.js" nonce="r4nd0m" data-verifier="https://otp.example/v1"></script>',
    });
    await loader().load();
  });

  it('is initialised once when the tag is there twice', async () => {
    const tag = '<script src="loader.js" data-verifier="https://otp.example/v1"></script>';
    await site.open('<a id="go" href="lesson/9" data-mo-otp-gate="gate/lesson/9">수강하기</a>', { tag: tag + tag });
    site.find('#go').click();
    (await site.gate()).verify();
    await site.arrived('lesson/9');
    expect(site.requests('gate/lesson/9').length).to.equal(2);
  });

  const failures: Record<string, Answer> = {
    'is unreachable': undefined,
    'is missing': { status: 404 },
    throws: { type: 'text/javascript', body: 'throw new Error("on purpose")' },
    'is another script': { type: 'text/javascript', body: '' },
  };
  for (const failure of Object.keys(failures))
    it(`rejects with a cause when the gate’s file ${failure}, and the next call retries`, async () => {
      const file = 'mo-otp-gate.js';
      const { [file]: good } = site.files;
      site.files[file] = () => failures[failure];
      await site.open('');
      site.page.addEventListener('error', (event) => event.preventDefault());
      for (const call of [() => loader().load(), () => loader().open({ session: 'ss_7' }), () => loader().load()]) {
        const error = await call().then(
          () => undefined,
          (error) => error,
        );
        expect(error.message).to.equal('mo-otp-gate');
        expect(error.cause.target.src).to.include(`/${file}`);
      }
      site.files[file] = good!;
      void loader().open({ session: 'ss_7' });
      await site.gate();
    });

  it('can be called before its own script has loaded, through a promise', async () => {
    const [early] = /const otp = .*/.exec(await (await fetch('/demo/docs/loader.md')).text())!;
    const tag = '<script src="loader.js" data-verifier="https://otp.example/v1" async></script>';
    await site.open(`${tag}<script>${early} otp.then(({ open }) => open({ session: 'ss_7' }));</script>`, { tag: '' });
    expect(await site.gate()).to.include({ session: 'ss_7', verifier: 'https://otp.example/v1' });
  });

  it('rejects all callers of one load with the same error', async () => {
    site.files['mo-otp-gate.js'] = () => undefined;
    await site.open('');
    const errors = await Promise.all(
      [1, 2].map(() =>
        loader()
          .load()
          .catch((error) => error),
      ),
    );
    expect(errors[0] === errors[1]).to.equal(true);
    expect(site.requests('mo-otp-gate.js').length).to.equal(3);
  });
});
