/** Everything that a person can press and that carries the attribute is gated, or the console names it. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { everywhere } from '../engines/everywhere.js';
import { loader, Trainee, TrainingSite } from './training-site.js';

const gated = 'data-mo-otp-gate="/gate"';
const pixel = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';

/** Each control notes its press; its selector is the key. */
const controls: Record<string, string> = {
  '#link': `<a id="link" href="#there" onclick="act(this)" ${gated}>수강하기</a>`,
  '#script-link': `<a id="script-link" href="javascript:acted.push('script-link')" ${gated}>수강하기</a>`,
  '#child': `<a href="#there" onclick="acted.push('child')" ${gated}>수강 <b id="child">하기</b></a>`,
  '#button': `<button id="button" type="button" onclick="act(this)" ${gated}>수강하기</button>`,
  '#input-button': `<input id="input-button" type="button" value="수강하기" onclick="act(this)" ${gated}>`,
  '#input-submit': `<form onsubmit="acted.push('input-submit'); return false">
    <input id="input-submit" type="submit" value="제출" ${gated}></form>`,
  '#input-image': `<form onsubmit="acted.push('input-image'); return false">
    <input id="input-image" type="image" alt="제출" width="60" height="30" src="${pixel}" ${gated}></form>`,
  '#area': `<img usemap="#map" width="90" height="30" alt="" src="${pixel}"><map name="map">
    <area id="area" shape="rect" coords="0,0,90,30" href="#there" alt="수강하기" onclick="act(this)" ${gated}></map>`,
  '#drawn': `<svg width="90" height="30"><a id="drawn" href="#there" onclick="act(this)" ${gated}>
    <rect id="drawing" width="90" height="30"/></a></svg>`,
  '#drawing': '',
  '#role': `<div id="role" role="button" tabindex="0" onclick="act(this)" ${gated}>수강하기</div>`,
  '#item': `<ul><li id="item" onclick="act(this)" ${gated}>수강하기</li></ul>`,
  '#in-fieldset': `<fieldset ${gated}><input id="field"><input id="box" type="checkbox" onclick="act(this)">
    <button id="in-fieldset" type="button" onclick="act(this)">수강하기</button></fieldset>`,
  '#host >>> #shadow-button': `<div id="host"></div>`,
  '#host >>> #shadow-send': '',
  '#around >>> #inner': `<div id="around" ${gated}></div>`,
  '#clobbered-send': `<form id="clobbered" action="/arrived" target="out" ${gated}><input name="submit" value="1">
    <input name="action"><input name="target"><input name="id"><input name="method"><input name="requestSubmit">
    <button id="clobbered-send">제출</button></form>`,
  '#by-script': `<form name="scripted" action="/arrived" target="out" ${gated}><input name="from" value="script">
    <input name="empty" required></form><a id="by-script" href="javascript:document.scripted.submit()">제출</a>`,
};

const page = `<title>controls</title><script>function act(element) { acted.push(element.id) }</script>
  ${Object.values(controls).join('\n')}<iframe name="out"></iframe>
  <a id="new-tab" href="/arrived" target="_blank" onclick="return false" ${gated}>새 창</a>
  <script>
    var root = document.getElementById('host').attachShadow({ mode: 'open' });
    root.innerHTML = '<button id="shadow-button" type="button" ${gated}>수강하기</button>' +
      '<form ${gated}><button id="shadow-send">제출</button></form>';
    root.querySelector('#shadow-button').onclick = function () { acted.push('shadow-button') };
    root.querySelector('form').onsubmit = function () { acted.push('shadow-send'); return false };
    root = document.getElementById('around').attachShadow({ mode: 'open' });
    root.innerHTML = '<button id="inner" type="button">수강하기</button>';
    root.firstChild.onclick = function () { acted.push('inner') };
  </script>${loader}`;

everywhere((engine) => {
  let site: TrainingSite;
  before(async () => (site = await TrainingSite.open()));
  after(() => site.close());
  beforeEach(() => (site.requests.length = 0));

  for (const [when, ready] of [
    ['before the gate’s file has loaded', false],
    ['when it has', true],
  ] as const)
    test(`every control of a page asks the site once and acts once, ${when}`, async () => {
      const trainee = await Trainee.visits(engine, site, page);
      for (const [count, selector] of Object.keys(controls).entries()) {
        if (ready) await trainee.page.evaluate(() => window.MoOtpGate!.load());
        else if (count > 0) await trainee.page.goto(`${site.address}/`);
        site.requests.length = 0;
        await trainee.clicks(selector);
        const name = selector.split('#').at(-1)!;
        if (/clobbered|script$/.test(name)) {
          await trainee.page.waitForFunction(() => window.frames[0]!.location.pathname === '/arrived');
          const [arrived] = site.requests.filter((request) => request.includes('/arrived'));
          assert.match(arrived!, name === 'by-script' ? /from=script&empty=$/ : /submit=1/);
          await trainee.page.evaluate(() => window.frames[0]!.location.replace('about:blank'));
        } else await trainee.hasActed(name.replace('drawing', 'drawn'));
        assert.equal(site.count('GET /gate'), 1, `${selector} asks the site once`);
        if (ready) await trainee.page.evaluate(() => void (window as unknown as { acted: string[] }).acted.splice(0));
        else assert.deepEqual((await trainee.acted()).length, /clobbered|by-script/.test(name) ? 0 : 1, selector);
      }
      assert.deepEqual(await trainee.faults(), []);
      await trainee.page.close();
    });

  test('fields of a fieldset, new tabs and events without a target are left alone; a new tab is named once', async () => {
    const trainee = await Trainee.visits(engine, site, page);
    await trainee.clicks('#box');
    assert.deepEqual(await trainee.acted(), ['box']);
    assert.equal(await trainee.page.evaluate(() => document.querySelector<HTMLInputElement>('#box')!.checked), true);
    await trainee.page.evaluate(() => window.MoOtpGate!.load());
    for (const selector of ['#box', '#new-tab', '#new-tab']) await trainee.clicks(selector);
    await trainee.page.evaluate(() => {
      const link = document.querySelector('#link')!;
      for (let time = 0; time < 2; time++)
        link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true }));
      for (const target of [document, window])
        for (const type of ['click', 'submit', 'focusin', 'pointerover']) target.dispatchEvent(new Event(type));
    });
    assert.deepEqual(await trainee.acted(), ['box', 'box', 'link', 'link']);
    assert.equal(site.count('GET /gate'), 0);
    // a middle click, twice, and a context menu
    await trainee.page.evaluate(() => {
      const button = document.querySelector('#button')!;
      for (const which of [2, 1, 1])
        button.dispatchEvent(new MouseEvent('auxclick', { bubbles: true, cancelable: true, button: which }));
    });
    await trainee.page.waitForFunction(
      () => (window as unknown as { said: string[] }).said.filter((line) => line.includes('not gated')).length > 2,
    );
    assert.deepEqual(
      (await trainee.said()).filter((line) => line.includes('not gated')).map((line) => line.split(' ').at(-1)),
      ['new-tab', 'link', 'button'],
    );
    assert.deepEqual(await trainee.faults(), []);
    await trainee.page.close();
  });

  test('a form that is added later is gated when a script submits it', async () => {
    const trainee = await Trainee.visits(engine, site, `<button id="other">x</button><main></main>${loader}`);
    await trainee.page.evaluate(() => {
      document.querySelector('main')!.innerHTML =
        '<form name="late" action="/arrived" data-mo-otp-gate="/gate"><input name="from" value="later"></form>';
    });
    await trainee.pressesEnterOn('#other');
    await trainee.page.waitForFunction(() => Object.hasOwn((document as unknown as { late: object }).late, 'submit'));
    await trainee.page.evaluate(() => (document as unknown as { late: HTMLFormElement }).late.submit());
    await trainee.isOn('/arrived');
    assert.deepEqual(site.requests.slice(-2), ['GET /gate', 'GET /arrived?from=later']);
    await trainee.page.close();
  });
});
