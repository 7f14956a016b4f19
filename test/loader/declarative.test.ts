import { expect, waitUntil } from '@open-wc/testing';
import { Site } from './site.js';

const link = '<a id="go" href="lesson/9" data-mo-otp-gate="gate/lesson/9">수강하기 <b>9</b></a>';

/**
 * Counts the clicks or submits that the page's own handlers see, and records whether the last one had its default
 * action.
 */
function watch(site: Site, type: 'click' | 'submit') {
  const seen = { times: 0, prevented: false, go: true };
  site.page.document.addEventListener(type, (event) => {
    seen.times++;
    seen.prevented = event.defaultPrevented;
    if (!seen.go) event.preventDefault();
  });
  return seen;
}

describe('a link with data-mo-otp-gate', () => {
  let site: Site;
  beforeEach(() => (site = new Site()));
  afterEach(() => site.close());

  it('is followed at once when the site requires no verification', async () => {
    site.files['gate/lesson/9'] = () => ({ type: 'application/json', body: '{"required":false}' });
    await site.open(link);
    const page = watch(site, 'click');
    site.find('b').click();
    await site.arrived('lesson/9');
    expect(page.times).to.equal(1);
    expect(site.requests('lesson/9').length).to.equal(1);
    expect(site.gates.length).to.equal(0);
    const [request] = site.requests('gate/lesson/9');
    expect(request!.cache).to.equal('no-store');
  });

  it('is followed, once, when the learner is verified and the site has accepted the token', async () => {
    await site.open(link);
    const page = watch(site, 'click');
    site.find('#go').click();
    const gate = await site.gate();
    expect(gate.session).to.equal('ss_1');
    expect(gate.verifier).to.equal('https://otp.example/v1');
    expect(page.times).to.equal(0);
    gate.verify();
    await site.arrived('lesson/9');
    expect(page.times).to.equal(1);
    expect(site.requests('gate/lesson/9').map(({ method }) => method)).to.eql(['GET', 'POST']);
    const post = site.requests('gate/lesson/9')[1]!;
    expect(post.headers['content-type']).to.equal('application/json');
    expect(JSON.parse(post.body)).to.eql({ token: 'tk_ss_1' });
  });

  it('keeps the success screen until the next page loads', async () => {
    let accept!: () => void;
    const { 'gate/lesson/9': answer } = site.files;
    site.files['gate/lesson/9'] = async (request) => {
      if (request.method === 'POST') await new Promise<void>((resolve) => (accept = resolve));
      return answer!(request);
    };
    await site.open(link);
    site.find('#go').click();
    (await site.gate()).verify();
    await waitUntil(() => accept);
    expect(site.gates.length).to.equal(1);
    expect(site.requests('lesson/9').length).to.equal(0);
    accept();
    await site.arrived('lesson/9');
  });

  it('stays on the page when the learner closes the gate, and can be clicked again', async () => {
    await site.open(link);
    for (const time of [1, 2]) {
      site.find('#go').click();
      (await site.gate()).close();
      await waitUntil(() => site.find('#go').ariaBusy === null);
      expect(site.gates.length).to.equal(0);
      expect(site.requests('gate/lesson/9').length).to.equal(time);
    }
    expect(site.requests('lesson/9').length).to.equal(0);
    site.find('#go').click();
    (await site.gate()).verify();
    await site.arrived('lesson/9');
  });

  it('ignores further clicks, on this or another gated link, while it is busy', async () => {
    await site.open(`${link}<a id="other" href="exam" data-mo-otp-gate="gate/exam">응시하기</a>`);
    const page = watch(site, 'click');
    site.find('#go').click();
    site.find('#go').click();
    const gate = await site.gate();
    expect(site.find('#go').ariaBusy).to.equal('true');
    site.find('#go').click();
    site.find('#other').click();
    gate.verify();
    site.find('#go').click();
    await site.arrived('lesson/9');
    expect(page.times).to.equal(1);
    expect(site.requests('gate/lesson/9').length).to.equal(2);
    expect(site.requests('gate/exam').length).to.equal(0);
  });

  it('leaves the replayed click to a handler of the page, and asks the site again at the next click', async () => {
    await site.open(link);
    const page = watch(site, 'click');
    page.go = false;
    site.find('#go').click();
    (await site.gate()).verify();
    await waitUntil(() => page.times === 1);
    await waitUntil(() => site.find('#go').ariaBusy === null);
    expect(page.prevented).to.equal(false);
    expect(site.page.location.pathname).to.match(/page$/);
    site.find('#go').click();
    await waitUntil(() => site.requests('gate/lesson/9').length === 3);
  });

  const answers: Record<string, (site: Site) => void> = {
    'answers with a page': ({ files }) =>
      (files['gate/lesson/9'] = () => ({ type: 'text/html', body: '<h1>login</h1>' })),
    'answers with a problem': ({ files }) =>
      (files['gate/lesson/9'] = () => ({
        status: 503,
        type: 'application/problem+json',
        body: '{"title":"…","status":503}',
      })),
  };
  for (const [answer, arrange] of Object.entries(answers))
    it(`is followed when the site ${answer}: its page explains`, async () => {
      arrange(site);
      await site.open(link);
      site.find('#go').click();
      await site.arrived('lesson/9');
      expect(site.requests('lesson/9').length).to.equal(1);
    });

  it('is followed when the site refuses the token: its page explains', async () => {
    const { 'gate/lesson/9': answer } = site.files;
    site.files['gate/lesson/9'] = (request) => (request.method === 'GET' ? answer!(request) : { status: 403 });
    await site.open(link);
    site.find('#go').click();
    (await site.gate()).verify();
    await site.arrived('lesson/9');
  });

  for (const [missing, file] of [
    ['the site', 'gate/lesson/9'],
    ['the gate', 'mo-otp-gate.js'],
  ] as const)
    it(`stays and reports it when ${missing} is unreachable, and is followed when a retry reaches it`, async () => {
      const { [file]: good } = site.files;
      site.files[file] = () => undefined;
      await site.open(link);
      site.find('#go').click();
      const retry = await site.retry();
      // the language of the page is known to what the gate's file loads
      await waitUntil(
        () => retry.textContent === (missing === 'the site' ? '연결 실패, 다시 시도' : '연결 실패, 다시 시도 / Retry'),
      );
      expect(retry.offsetHeight).to.be.at.least(44);
      expect(site.page.document.activeElement === retry, 'a screen reader reads it').to.equal(true);
      expect(site.find('#go').ariaBusy).to.equal(null);
      expect(site.requests('lesson/9').length).to.equal(0);
      site.files[file] = good!;
      retry.click();
      (await site.gate()).verify();
      await site.arrived('lesson/9');
    });

  it('shows one retry button, however often it fails, and can be clicked itself', async () => {
    const { 'gate/lesson/9': good } = site.files;
    site.files['gate/lesson/9'] = () => undefined;
    await site.open(link);
    for (let times = 1; times < 4; times++) {
      site.find('#go').click();
      // each try also looks for a redirect to another origin
      await waitUntil(() => site.requests('gate/lesson/9').length === 2 * times && site.find('button'));
      expect(site.page.document.querySelectorAll('button').length).to.equal(1);
    }
    site.files['gate/lesson/9'] = good!;
    site.find('#go').click();
    await site.gate();
    expect(site.page.document.querySelectorAll('button').length).to.equal(0);
  });

  it('reports a site that takes too long', async () => {
    site.files['gate/lesson/9'] = () => new Promise(() => undefined);
    await site.open(link);
    site.find('#go').click();
    await waitUntil(() => site.requests('gate/lesson/9').length === 1);
    site.timeOut!();
    await site.retry();
  });

  it('keeps a verification that the site did not receive, and closes the gate over the page', async () => {
    const { 'gate/lesson/9': good } = site.files;
    site.files['gate/lesson/9'] = (request) => (request.method === 'GET' ? good!(request) : undefined);
    await site.open(link);
    site.find('#go').click();
    (await site.gate()).verify();
    const retry = await site.retry();
    expect(site.gates.length).to.equal(0);
    site.files['gate/lesson/9'] = good!;
    retry.click();
    await site.arrived('lesson/9');
    expect(site.requests('gate/lesson/9').map(({ method, body }) => method + body)).to.eql([
      'GET',
      'POST{"token":"tk_ss_1"}',
      'GET', // for a redirect to another origin
      'GET',
      'POST{"token":"tk_ss_1"}',
    ]);
  });

  it('is followed when only the site’s answer to the token was lost', async () => {
    const { 'gate/lesson/9': good } = site.files;
    site.files['gate/lesson/9'] = (request) => (request.method === 'GET' ? good!(request) : undefined);
    await site.open(link);
    site.find('#go').click();
    (await site.gate()).verify();
    const retry = await site.retry();
    site.files['gate/lesson/9'] = () => ({ type: 'application/json', body: '{"required":false}' });
    retry.click();
    await site.arrived('lesson/9');
    expect(site.requests('gate/lesson/9').map(({ method }) => method)).to.eql(['GET', 'POST', 'GET', 'GET']);
  });

  for (const modifier of ['ctrlKey', 'metaKey', 'shiftKey', 'altKey', 'button'] as const)
    it(`leaves a click with ${modifier} to the browser`, async () => {
      await site.open(link);
      const page = watch(site, 'click');
      page.go = false;
      site
        .find('#go')
        .dispatchEvent(
          new MouseEvent('click', { bubbles: true, cancelable: true, [modifier]: modifier === 'button' ? 1 : true }),
        );
      expect(page).to.include({ times: 1, prevented: false });
      expect(site.requests('gate/lesson/9').length).to.equal(0);
    });

  it('leaves a link that opens a new window, and links without the attribute, to the browser', async () => {
    await site.open(
      '<a href="x" target="_blank" data-mo-otp-gate="gate/lesson/9">새 창</a><a href="y">그냥</a><b>글</b>',
    );
    const page = watch(site, 'click');
    page.go = false;
    for (const plain of ['a', 'a + a', 'b']) site.find(plain).click();
    expect(page).to.include({ times: 3, prevented: false });
    expect(site.requests('gate/lesson/9').length).to.equal(0);
  });

  it('never sends a request to another site', async () => {
    await site.open(
      `<a id="go" href="lesson/9" data-mo-otp-gate="https://elsewhere.example${site.base}gate/lesson/9">수강하기</a>`,
    );
    site.find('#go').click();
    await site.retry();
    expect(site.requests('gate/lesson/9').length).to.equal(0);
  });
});

describe('a form with data-mo-otp-gate', () => {
  const form = `<form action="assignment" method="post" enctype="multipart/form-data" data-mo-otp-gate="gate/lesson/9">
    <input name="text" required> <input type="file" name="file"> <button name="how" value="draft">저장</button>
    <button id="send" name="how" value="final">제출</button></form>`;
  let site: Site;
  beforeEach(() => (site = new Site()));
  afterEach(() => site.close());

  /** Fills the form in, as a learner does. */
  function fill() {
    site.find<HTMLInputElement>('[name=text]').value = '실천 계획';
    const chosen = new DataTransfer();
    chosen.items.add(new File(['계획서'], '계획.txt', { type: 'text/plain' }));
    site.find<HTMLInputElement>('[name=file]').files = chosen.files;
  }
  /** Parses a multipart body, as a server does; WebKit's `formData()` parses this file as text. */
  const fields = ({ headers, body }: { headers: Record<string, string>; body: string }) => {
    const [, boundary] = /boundary=(.*)/.exec(headers['content-type']!)!;
    const parts = body
      .split(`--${boundary}`)
      .flatMap((part) => [...part.matchAll(/name="(\w+)"(?:; filename="(.*)")?[^]*?\r\n\r\n([^]*)\r\n$/g)]);
    const of = (name: string) => parts.filter(([, part]) => part === name);
    const [[, , name, content]] = of('file') as unknown as [string[]];
    return { text: of('text')[0]![3], how: of('how').map((part) => part[3]), name, content };
  };

  it('is submitted once, with its text, its file and the pressed button', async () => {
    await site.open(form);
    const page = watch(site, 'submit');
    fill();
    site.find('#send').click();
    (await site.gate()).verify();
    const post = await site.arrived('assignment');
    expect(post.method).to.equal('POST');
    expect(fields(post)).to.eql({ text: '실천 계획', how: ['final'], name: '계획.txt', content: '계획서' });
    expect(page.times).to.equal(1);
    expect(site.requests('assignment').length).to.equal(1);
  });

  it('keeps its content when the learner closes the gate', async () => {
    await site.open(form);
    fill();
    site.find('#send').click();
    (await site.gate()).close();
    await waitUntil(() => site.find('form').ariaBusy === null);
    expect(site.find<HTMLInputElement>('[name=text]').value).to.equal('실천 계획');
    expect(site.find<HTMLInputElement>('[name=file]').files!.length).to.equal(1);
    expect(site.requests('assignment').length).to.equal(0);
  });

  it('sends no request while it is invalid', async () => {
    await site.open(form);
    site.find('#send').click();
    expect(site.requests('gate/lesson/9').length).to.equal(0);
  });

  for (const [failure, status] of [
    ['cannot be reached', undefined],
    ['has logged the learner out', 401],
  ] as const)
    it(`keeps its content, and offers a retry, when the site ${failure}`, async () => {
      const { 'gate/lesson/9': good } = site.files;
      site.files['gate/lesson/9'] = () => status && { status };
      await site.open(form);
      fill();
      site.find('#send').click();
      const retry = await site.retry();
      await waitUntil(
        () =>
          retry.textContent ===
          (status ? '지금은 받을 수 없습니다. 로그인을 확인하고 다시 시도' : '연결 실패, 다시 시도'),
      );
      expect(site.requests('assignment').length).to.equal(0);
      site.files['gate/lesson/9'] = good!;
      retry.click();
      (await site.gate()).verify();
      expect(fields(await site.arrived('assignment'))).to.eql({
        text: '실천 계획',
        how: ['final'],
        name: '계획.txt',
        content: '계획서',
      });
    });

  it('starts a new verification after the site refused the token', async () => {
    const { 'gate/lesson/9': good } = site.files;
    site.files['gate/lesson/9'] = (request) => (request.method === 'GET' ? good!(request) : { status: 403 });
    await site.open(form);
    fill();
    site.find('#send').click();
    (await site.gate()).verify();
    const retry = await site.retry();
    site.files['gate/lesson/9'] = (request) =>
      request.method === 'GET'
        ? { type: 'application/json', body: '{"required":true,"session":"ss_2"}' }
        : { status: 204 };
    retry.click();
    (await site.gate()).verify();
    await site.arrived('assignment');
    expect(site.requests('gate/lesson/9').at(-1)!.body).to.equal('{"token":"tk_ss_2"}');
  });

  it('is submitted in a browser without requestSubmit', async () => {
    await site.open(form);
    delete (site.page as unknown as { HTMLFormElement: { prototype: { requestSubmit?: unknown } } }).HTMLFormElement
      .prototype.requestSubmit;
    fill();
    site.find('#send').click();
    (await site.gate()).verify();
    expect(fields(await site.arrived('assignment'))).to.deep.include({ text: '실천 계획', how: ['final'] });
  });

  it('leaves other forms, and clicks inside it, to the browser', async () => {
    await site.open(`<form action="plain"><button>보내기</button></form>${form}`);
    const page = watch(site, 'click');
    site.find('[name=text]').click();
    expect(page).to.include({ times: 1, prevented: false });
    site.find('button').click();
    await site.arrived('plain');
    expect(site.requests('gate/lesson/9').length).to.equal(0);
  });
});

describe('a button or fieldset with data-mo-otp-gate', () => {
  let site: Site;
  beforeEach(() => (site = new Site()));
  afterEach(() => site.close());
  const verify = async () => (await site.gate()).verify();

  it('runs the page’s own handler when the learner is verified', async () => {
    await site.open('<button id="go" type="button" data-mo-otp-gate="gate/lesson/9">강의 열기</button>');
    const page = watch(site, 'click');
    site.find('#go').click();
    await verify();
    await waitUntil(() => page.times === 1);
    expect(page.prevented).to.equal(false);
  });

  it('gates one button of a form, whose name and value are sent', async () => {
    await site.open(
      `<form action="exam"><input name="q" value="1"><button name="how" value="draft">저장</button>
        <button id="go" name="how" value="final" data-mo-otp-gate="gate/lesson/9">제출</button></form>`,
    );
    site.find('#go').click();
    await verify();
    expect((await site.arrived('exam')).path).to.match(/\?q=1&how=final$/);
    expect(site.requests('gate/lesson/9').length).to.equal(2);
  });

  const fieldset = `<form action="exam"><fieldset data-mo-otp-gate="gate/lesson/9"><label>답 <input name="q"></label>
    <a href="lesson/9">보기</a><button id="go">제출</button></fieldset>
    <button id="out" name="how" value="later">나중에</button></form>`;

  it('gates every button of a fieldset, with one request when its form is gated too', async () => {
    await site.open(fieldset.replace('<form', '<form data-mo-otp-gate="gate/exam"'));
    site.find('#go').click();
    await verify();
    await site.arrived('exam');
    expect(site.requests('gate/lesson/9').length).to.equal(2);
    expect(site.requests('gate/exam').length).to.equal(0);
  });

  it('gates every link of a fieldset', async () => {
    await site.open(fieldset);
    site.find('a').click();
    await verify();
    await site.arrived('lesson/9');
  });

  it('leaves the fields of a fieldset, and controls outside it, to the browser', async () => {
    await site.open(fieldset);
    const page = watch(site, 'click');
    site.find('input').click();
    expect(page).to.include({ times: 1, prevented: false });
    site.find('#out').click();
    await site.arrived('exam');
    expect(site.requests('gate/lesson/9').length).to.equal(0);
  });
});
