/** The success screen closes after the moment that it takes to read it. */
import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { successMs } from '../../widget/gate-controller.js';
import { Learner, FakeVerifier } from '../support/learner.js';
import { challenge, verified } from '../support/fake-verifier.js';

describe('the success screen', () => {
  let fakeVerifier: FakeVerifier;
  let clock: SinonFakeTimers | undefined;
  afterEach(() => {
    fakeVerifier.leave();
    clock?.restore();
    clock = undefined;
  });

  async function verifies(attributes: { mode?: string; keepOpen?: boolean } = {}) {
    fakeVerifier = new FakeVerifier(challenge(), verified);
    const learner = await Learner.visits(attributes.mode ? { mode: attributes.mode } : {});
    learner.gate.keepOpen = attributes.keepOpen ?? false;
    await learner.opens();
    clock = useFakeTimers({ now: Date.now(), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    learner.field.focus();
    await learner.types('123456');
    await learner.settles('verified');
    return learner;
  }

  it('of a modal gate closes by itself, and the focus goes back', async () => {
    const learner = await verifies();
    await clock!.tickAsync(successMs - 1);
    expect(learner.gate.phase).to.equal('verified');
    await clock!.tickAsync(1);
    expect(learner.gate.phase).to.equal('closed');
    await learner.gate.updateComplete;
    expect(learner.heard('close').map(({ detail }) => detail)).to.deep.equal([{ verified: true }]);
    expect(document.activeElement === learner.opener).to.equal(true);
  });

  it('stays with keep-open', async () => {
    const learner = await verifies({ keepOpen: true });
    expect(learner.gate.hasAttribute('keep-open')).to.equal(true);
    await clock!.tickAsync(60_000);
    expect(learner.gate.phase).to.equal('verified');
  });

  it('stays in the page’s flow', async () => {
    const learner = await verifies({ mode: 'inline' });
    await clock!.tickAsync(60_000);
    expect(learner.gate.phase).to.equal('verified');
  });

  it('that the learner closed does not close a gate that is open again', async () => {
    const learner = await verifies();
    learner.gate.close();
    fakeVerifier.answers(challenge());
    learner.gate.show().catch(() => {});
    await learner.settles('answering');
    await clock!.tickAsync(successMs);
    expect(learner.gate.phase).to.equal('answering');
  });

  it('closes at once when the learner goes back within the page, in every browser', async () => {
    const learner = await verifies();
    dispatchEvent(new PopStateEvent('popstate'));
    await clock!.tickAsync(0);
    expect(learner.gate.phase).to.equal('closed');
  });

  it('closes at once when the page navigates', async function () {
    if (!('navigation' in window)) return this.skip();
    const learner = await verifies();
    const { href } = location;
    history.pushState(null, '', '#next');
    await clock!.tickAsync(0);
    expect(learner.gate.phase).to.equal('closed');
    history.replaceState(null, '', href);
  });
});
