import type { Sites } from '../store/sites.js';

/** @throws with a sentence when there is no such site */
export async function mustExist(store: Pick<Sites, 'site'>, site: string): Promise<void> {
  if (!(await store.site(site))) throw new Error(`There is no site ${site}.`);
}
