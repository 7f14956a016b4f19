/** Pages as they are: another encoding, a page that comes back, a learner who leaves in the middle. */
import assert from 'node:assert/strict';
import { afterEach, test, type TestContext } from 'node:test';
import { everywhere } from '../engines/everywhere.js';
import { challenge, gate, Host, script, verified, Visitor } from './host.js';

everywhere((engine) => {
  const isLost = engine.name === 'firefox' && 'its driver loses a page that comes back from there';

  let host: Host;
  afterEach(() => host?.close());

  /**
   * The headless browser that comes from npm keeps no pages; what closes a story's host does not run for one that is
   * skipped.
   */
  async function skips(story: TestContext, visitor: Visitor) {
    await visitor.page.close();
    await host.close();
    story.skip('this browser reloads the page');
  }

  test('a page in EUC-KR, whose server labels scripts as EUC-KR, shows Korean words and takes the code', async () => {
    const title = Buffer.from([0xc7, 0xd1, 0xb1, 0xdb]); // "한글" in EUC-KR
    const html = (text: string) => Buffer.from(text, 'latin1');
    host = await Host.open({
      headers: { 'Content-Type': 'text/html; charset=euc-kr' },
      body: Buffer.concat([
        html('<!doctype html><title>'),
        title,
        html(`</title>${gate}<script type="module" charset="euc-kr" src="/dist/mo-otp-gate.js"></script>`),
      ]),
    });
    host.charset = 'euc-kr';
    host.answers = [challenge, verified];
    const visitor = await Visitor.visits(engine, host);
    assert.deepEqual(await visitor.page.evaluate(() => [document.characterSet, document.title]), ['EUC-KR', '한글']);
    await visitor.opens();
    await visitor.sees('answering');
    assert.match(await visitor.text(), /본인인증[^]*김보람/);
    await visitor.types('123456');
    await visitor.sees('verified');
    assert.equal(host.asked[1]!['proof'].code, '123456');
    await visitor.page.close();
  });

  test(
    'a page that comes back from the back/forward cache works on, and holds no code',
    { skip: isLost },
    async (story) => {
      host = await Host.open({ body: `<!doctype html><meta charset="utf-8"><title>page</title>${gate}${script}` });
      host.answers = [challenge, challenge, verified];
      const visitor = await Visitor.visits(engine, host);
      await visitor.opens();
      await visitor.sees('answering');
      await visitor.types('1234');
      await visitor.page.evaluate(() => void (document.title = 'as it was left'));
      await visitor.leavesAndComesBack(host);
      if ((await visitor.page.title()) !== 'as it was left') return skips(story, visitor);
      assert.equal(
        await visitor.page.evaluate(
          () => document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('input')?.value ?? '',
        ),
        '',
      );
      await visitor.opens();
      await visitor.sees('answering');
      await visitor.types('123456');
      await visitor.sees('verified');
      await visitor.page.close();
    },
  );

  test(
    'an inline gate in a restored page starts again by itself, without the digits',
    { skip: isLost },
    async (story) => {
      host = await Host.open({
        body: `<!doctype html><meta charset="utf-8"><title>page</title>${gate.replace('>', ' mode="inline">')}${script}`,
      });
      host.answers = [challenge, { ...challenge, id: 'ch_2' } as typeof challenge, verified];
      const visitor = await Visitor.visits(engine, host);
      await visitor.sees('answering');
      const enters = async (digits: string) => {
        await visitor.page.focus('mo-otp-gate >>> input');
        await visitor.types(digits);
      };
      await enters('1234');
      await visitor.page.evaluate(() => void (document.title = 'as it was left'));
      await visitor.leavesAndComesBack(host);
      if ((await visitor.page.title()) !== 'as it was left') return skips(story, visitor);
      await visitor.sees('answering');
      assert.equal(
        await visitor.page.evaluate(
          () => document.querySelector('mo-otp-gate')!.shadowRoot!.querySelector('input')!.value,
        ),
        '',
      );
      await enters('123456');
      await visitor.sees('verified');
      assert.equal(host.asked.at(-1)!['challenge'], 'ch_2');
      await visitor.page.close();
    },
  );
});
