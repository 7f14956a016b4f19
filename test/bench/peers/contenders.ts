/** The contenders: the markup that a page needs for each, and the condition for a usable first screen. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../../..');

export interface Contender {
  name: string;
  /** Markup of the page's head and body. */
  head: string;
  body?: string;
  /** Third-party hosts that it requests. */
  elsewhere?: number;
  /** A JavaScript expression that is true as soon as a learner can type or press. */
  usable: string;
  /** Expressions for the code field and for the sign of success, where there is one. */
  field?: string;
  verified?: string;
}

/** An expression that is true while an element is rendered. */
const shown = (expression: string) => `(${expression})?.getBoundingClientRect().height > 0`;

export const ours: Contender = {
  name: 'mo-otp-gate',
  head: `<script src="/ours/loader.js" data-verifier="/v1" async onload="MoOtpGate.open({ session: 'se_1' })"></script>`,
  usable: shown(`document.querySelector('mo-otp-gate')?.shadowRoot?.querySelector('[part=input]')`),
  field: `document.querySelector('mo-otp-gate').shadowRoot.querySelector('[part=input]')`,
  verified: `document.querySelector('mo-otp-gate').phase === 'verified' && !document.querySelector('mo-otp-gate').shadowRoot.querySelector('[part=input]')`,
};
export const floor: Contender = {
  name: 'a bare Lit dialog',
  head: '<script src="/floor/loader.js" data-verifier="/v1" async></script>',
  usable: shown(`document.querySelector('bare-dialog')?.shadowRoot.querySelector('input')`),
  field: `document.querySelector('bare-dialog').shadowRoot.querySelector('input')`,
  verified: `document.querySelector('bare-dialog').shadowRoot.querySelector('[part=success]')`,
};
export const cap: Contender = {
  name: 'Cap',
  // by default fetched from a CDN; served from here so that its bytes are counted
  head: '<script>CAP_CUSTOM_WASM_URL = "/cap-wasm/cap_wasm_bg.wasm"</script><script src="/cap/cap.min.js" async></script>',
  elsewhere: 1,
  body: '<form><cap-widget data-cap-api-endpoint="/api/cap/"></cap-widget></form>',
  usable: shown(`document.querySelector('cap-widget')?.shadowRoot?.querySelector('.captcha')`),
};
export const altcha: Contender = {
  name: 'ALTCHA',
  head: '<script src="/altcha/altcha.min.js" type="module" async></script>',
  body: '<form><altcha-widget challenge="/api/altcha"></altcha-widget></form>',
  usable: shown(`document.querySelector('altcha-widget input[type=checkbox]')`),
};
export const friendly: Contender = {
  name: 'Friendly Captcha',
  head: '<script src="/friendly/widget.module.min.js" type="module" async></script>',
  body: '<form><div class="frc-captcha" data-sitekey="none" data-puzzle-endpoint="/api/friendly"></div></form>',
  usable: shown(`document.querySelector('.frc-captcha button')`),
};
export const okta: Contender = {
  name: 'Okta sign-in',
  head: '<link rel="stylesheet" href="/okta/css/okta-sign-in.min.css"><script src="/okta/js/okta-sign-in.min.js"></script>',
  body: `<div id="okta"></div><script>
    new OktaSignIn({ baseUrl: location.origin, clientId: 'none', redirectUri: location.origin, useClassicEngine: true, el: '#okta' }).renderEl({}, () => {}, () => {});
  </script>`,
  usable: shown(`document.querySelector('#okta input[name=username]')`),
};
export const blank: Contender = { name: 'a blank page', head: '', usable: `document.readyState === 'complete'` };

export const contenders = [ours, floor, cap, altcha, friendly, okta];

const modules = join(here, 'node_modules');
/** Served folders by the first segment of their path. */
export const folders: Record<string, string> = {
  ours: join(root, 'dist'),
  cap: join(modules, '@cap.js/widget'),
  'cap-wasm': join(modules, '@cap.js/wasm/browser'),
  altcha: join(modules, 'altcha/dist/main'),
  friendly: join(modules, 'friendly-challenge'),
  okta: join(modules, '@okta/okta-signin-widget/dist'),
};

/** The floor's files, built like ours: minified, with Lit's production build. */
export async function buildFloor(): Promise<Map<string, Buffer>> {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'floor/dialog.ts'), join(here, 'floor/loader.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
    write: false,
    outdir: 'floor',
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  });
  return new Map(outputFiles.map(({ path, contents }) => [`/floor/${path.split('/').at(-1)}`, Buffer.from(contents)]));
}
