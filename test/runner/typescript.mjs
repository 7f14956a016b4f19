/** Makes this process load TypeScript. */
import module from 'node:module';

/** `replacements`: module names and the URLs of what is loaded instead of them. */
export async function registerTypescript(replacements = {}) {
  process.setSourceMapsEnabled(true);
  if (module.registerHooks) {
    const { initialize, resolve, load } = await import('./hooks.mjs');
    initialize(replacements);
    module.registerHooks({ resolve, load });
  } else module.register('./hooks.mjs', import.meta.url, { data: replacements });
}
