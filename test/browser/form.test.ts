import { expect, fixture, html } from '@open-wc/testing';
import type { MoOtpGate } from '../../widget/mo-otp-gate.js';
import '../../widget/define.js';
import { keys, type } from '../support/commands.js';
import { FakeVerifier, challenge, problem, verified, verifier } from '../support/fake-verifier.js';

describe('a gate in a form', () => {
  let fakeVerifier: FakeVerifier;
  afterEach(() => fakeVerifier?.leave());

  async function form({ mode = 'modal', required = false, session = 'se_1' } = {}) {
    const form = await fixture<HTMLFormElement>(
      html`<form>
        <input name="essay" value="…" aria-label="essay" />
        <mo-otp-gate
          name="otp"
          verifier=${verifier}
          session=${session}
          mode=${mode}
          ?required=${required}
        ></mo-otp-gate>
        <button>제출</button>
      </form>`,
    );
    const gate = form.querySelector('mo-otp-gate') as MoOtpGate;
    let submitted = 0;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submitted++;
    });
    gate.addEventListener('mo-otp-error', (event) => event.preventDefault());
    const until = async (phase: string) => {
      while (gate.phase !== phase) await new Promise(requestAnimationFrame);
      await gate.updateComplete;
    };
    return { form, gate, until, value: () => new FormData(form).get('otp'), submits: () => submitted };
  }

  it('submits its token under its name', async () => {
    fakeVerifier = new FakeVerifier(challenge(), verified);
    const { gate, until, value } = await form();
    void gate.show();
    await until('answering');
    await type('123456');
    await until('verified');
    expect(value()).to.equal('signed.by.verifier');
    gate.close();
    expect(value()).to.equal('signed.by.verifier');
  });

  it('says why there is no token', async () => {
    fakeVerifier = new FakeVerifier(challenge(), { status: 'locked', unlock: [] });
    const { gate, until, value } = await form();
    expect(value()).to.equal('.UNSTARTED');
    void gate.show();
    await until('answering');
    expect(value()).to.equal('.UNFINISHED');
    await type('123456');
    await until('locked');
    expect(value()).to.equal('.LOCKED');
    gate.close();
    fakeVerifier.answers(problem(503, 'maintenance'));
    void gate.show();
    await until('failed');
    expect(value()).to.equal('.BLOCKED');
  });

  it('is asked for when it is required and the form is submitted, and lets it go once verified', async () => {
    fakeVerifier = new FakeVerifier(challenge(), verified);
    const { form: page, until, submits } = await form({ required: true });
    const button = page.querySelector('button')!;
    button.click();
    expect(submits()).to.equal(0);
    await until('answering');
    await type('123456');
    await until('verified');
    await keys('Escape');
    button.click();
    expect(submits()).to.equal(1);
  });

  it('forgets its token with the form', async () => {
    fakeVerifier = new FakeVerifier(challenge(), verified);
    const { form: page, gate, until, value } = await form();
    void gate.show();
    await until('answering');
    await type('123456');
    await until('verified');
    page.reset();
    expect(gate.phase).to.equal('closed');
    expect(value()).to.equal('.UNSTARTED');
  });

  it('an inline gate is reset with the form: the digits are gone and a new challenge is requested', async () => {
    fakeVerifier = new FakeVerifier(challenge(), challenge({ id: 'ch_2' }), verified);
    const { form: page, gate, until, value } = await form({ mode: 'inline' });
    const field = () => gate.shadowRoot!.querySelector('input')!;
    await until('answering');
    field().focus();
    await type('1234');
    page.reset();
    expect(value()).to.equal('.UNSTARTED');
    await until('answering');
    expect(field().value).to.equal('');
    expect(fakeVerifier.to('/challenge').length).to.equal(2);
    field().focus();
    await type('123456');
    await until('verified');
    expect(fakeVerifier.to('/verify').map((request) => request['challenge'])).to.deep.equal(['ch_2']);
    expect(value()).to.equal('signed.by.verifier');
  });

  it('drops a running check when the form is reset', async () => {
    let reply!: (response: Response) => void;
    fakeVerifier = new FakeVerifier(challenge(), new Promise<Response>((resolve) => (reply = resolve)));
    const { form: page, gate, until, value } = await form();
    void gate.show();
    await until('answering');
    await type('123456');
    expect(gate.phase).to.equal('checking');
    page.reset();
    reply(new Response(JSON.stringify(verified)));
    await until('closed');
    await new Promise(requestAnimationFrame);
    expect([gate.phase, value()]).to.deep.equal(['closed', '.UNSTARTED']);
  });

  it('does not submit the form around it when Enter is pressed in the code', async () => {
    fakeVerifier = new FakeVerifier(challenge(), verified);
    const { gate, until, submits } = await form({ mode: 'inline' });
    await until('answering');
    gate.shadowRoot!.querySelector('input')!.focus();
    await type('12');
    await keys('Enter');
    expect(submits()).to.equal(0);
  });

  it('shows its phase to style sheets', async () => {
    fakeVerifier = new FakeVerifier(challenge());
    const { gate, until } = await form();
    expect(gate.matches(':state(closed)')).to.equal(true);
    void gate.show();
    await until('answering');
    expect(gate.matches(':state(answering)')).to.equal(true);
    expect(gate.matches(':state(closed)')).to.equal(false);
  });
});
