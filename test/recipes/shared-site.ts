/** One running site for the consecutive stories of a recipe: starting it is what costs time. */
import { after } from 'node:test';
import { hashSecret } from '../../demo/verifier/crypto/secrets.js';
import { freePort } from '../support/ports.js';
import type { TestVerifier } from '../support/verifier.js';
import { openFront, passOn, type Front } from './front.js';
import { startSite, type Recipe, type RunningSite } from './sites.js';

const secret = 'secret-of-a-test';

interface Shared extends RunningSite {
  recipe: Recipe;
  front: Front;
}

/** Call it once in a file. The site of the last recipe runs until another recipe's story, or the end of the file. */
export function sharedSite(env: () => Record<string, string>) {
  let shared: Shared | undefined;
  async function stop() {
    await shared?.stop();
    await shared?.front.close();
    shared = undefined;
  }
  after(stop);

  /** The site of the recipe; its log begins with the story. */
  async function siteOf(recipe: Recipe) {
    if (shared?.recipe !== recipe) {
      await stop();
      const front = await openFront();
      const settings = { VERIFIER_URL: front.url, SITE_SECRET: secret, ...env() };
      const site = await startSite(recipe, settings, await freePort('127.0.0.1')).catch(async (error: unknown) => {
        await front.close();
        throw error;
      });
      shared = { ...site, recipe, front };
    }
    const { origin, front, log, logged } = shared;
    const from = log().length;
    return {
      origin,
      front,
      log: () => log().slice(from),
      logged: (pattern: RegExp, after = 0) => logged(pattern, from + after),
    };
  }

  return {
    siteOf,
    /** The same with the story's verifier behind it. */
    async siteAt(recipe: Recipe, verifier: TestVerifier) {
      const site = await siteOf(recipe);
      await verifier.store.putSite({ id: 'site', name: 'site', origins: [site.origin] });
      await verifier.store.addSecret('site', hashSecret(secret), verifier.clock.now());
      await site.front.become(passOn(verifier.url));
      return site;
    },
  };
}
