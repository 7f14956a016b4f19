/** What a page says of the gate: by attributes, by properties, and before the gate has come. */
import { expect } from '@open-wc/testing';
import { MoOtpGate } from '../../widget/mo-otp-gate.js';
import { adopt } from '../../widget/css.js';
import '../../widget/define.js';

const gateOf = (attributes: string) => {
  const place = document.createElement('div');
  place.innerHTML = `<mo-otp-gate ${attributes}></mo-otp-gate>`;
  return place.firstElementChild as MoOtpGate;
};
const said = ({ verifier, session, method, mode, lang, name, required, manualSubmit, keepOpen }: MoOtpGate) => ({
  verifier,
  session,
  method,
  mode,
  lang,
  name,
  required,
  manualSubmit,
  keepOpen,
});
const nothing = {
  verifier: '',
  session: '',
  method: '',
  mode: 'modal',
  lang: '',
  name: '',
  required: false,
  manualSubmit: false,
  keepOpen: false,
};
const everything = {
  verifier: '/v1',
  session: 'se_1',
  method: 'phone',
  mode: 'inline',
  lang: 'vi',
  name: 'otp',
  required: true,
  manualSubmit: true,
  keepOpen: true,
};

describe('what a page says of the gate', () => {
  it('is nothing at first, and a gate without attributes stays one', () => {
    const gate = document.createElement('mo-otp-gate');
    expect(said(gate)).to.deep.equal(nothing);
    expect(gate.attributes.length).to.equal(0);
  });

  it('is taken from attributes, and forgotten with them', () => {
    const gate = gateOf(
      'verifier="/v1" session="se_1" method="phone" mode="inline" lang="vi" name="otp" ' +
        'required manual-submit keep-open',
    );
    expect(said(gate)).to.deep.equal(everything);
    for (const name of gate.getAttributeNames()) gate.removeAttribute(name);
    expect(said(gate)).to.deep.equal(nothing);
  });

  it('is taken from properties: no session, verifier or method in the markup, where session recorders look', () => {
    const gate = Object.assign(document.createElement('mo-otp-gate'), everything);
    expect(said(gate)).to.deep.equal(everything);
    expect(gate.getAttributeNames().sort()).to.deep.equal([
      'keep-open',
      'lang',
      'manual-submit',
      'mode',
      'name',
      'required',
    ]);
    expect(said(Object.assign(gate, nothing))).to.deep.equal(nothing);
  });

  it('is the last word of either', () => {
    const gate = gateOf('session="se_1" mode="inline"');
    gate.session = 'se_2';
    expect(gate.session).to.equal('se_2');
    gate.setAttribute('session', 'se_3');
    expect(gate.session).to.equal('se_3');
    gate.setAttribute('mode', 'modal');
    expect(gate.mode).to.equal('modal');
  });

  it('counts although it was said before the gate had come', () => {
    const gate = document.createElement('mo-otp-late');
    Object.assign(gate, everything);
    document.body.append(gate);
    customElements.define('mo-otp-late', class extends MoOtpGate {});
    expect(said(gate as MoOtpGate)).to.deep.equal(everything);
    expect(gate.hasAttribute('session')).to.equal(false);
    (gate as MoOtpGate).session = '';
    expect((gate as MoOtpGate).session).to.equal('');
    gate.remove();
  });
});

describe('the gate’s styles', () => {
  const look = 'p { color: rgb(1, 2, 3) }';
  const place = () => {
    const host = document.createElement('div');
    document.body.append(host);
    const root = host.attachShadow({ mode: 'open' });
    root.innerHTML = '<p></p>';
    return root;
  };
  const colour = (root: ShadowRoot) => getComputedStyle(root.querySelector('p')!).color;

  it('are shared by all gates of a page', () => {
    const [one, other] = [place(), place()];
    for (const root of [one, other]) adopt(root, look);
    expect([one, other].map(colour)).to.deep.equal(['rgb(1, 2, 3)', 'rgb(1, 2, 3)']);
    expect(one.adoptedStyleSheets[0] === other.adoptedStyleSheets[0]).to.equal(true);
    for (const root of [one, other]) root.host.remove();
  });

  it('are a style element with the page’s nonce where a browser shares none', () => {
    const { prototype } = CSSStyleSheet as { prototype: Partial<CSSStyleSheet> };
    const { replaceSync } = prototype;
    const page = window as { litNonce?: string };
    delete prototype.replaceSync;
    page.litNonce = 'r4nd0m';
    const root = place();
    try {
      adopt(root, `${look} /* not yet shared */`);
    } finally {
      prototype.replaceSync = replaceSync!;
      delete page.litNonce;
    }
    expect(colour(root)).to.equal('rgb(1, 2, 3)');
    expect(root.querySelector('style')!.nonce).to.equal('r4nd0m');
    root.host.remove();
  });
});
