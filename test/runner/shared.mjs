/** Resources that the files of a worker share: opened with the first file that needs it, closed when the worker stops. */

/** Whether this process is a worker of the test runner; `node --test` runs a file on its own. */
export const isWorker = process.env.TEST_WORKER !== undefined;

const closers = [];

/**
 * @template Resource
 * @param {() => Promise<Resource>} open
 * @param {(resource: Resource) => Promise<unknown>} close
 * @returns {() => Promise<Resource>} the one resource of this process
 */
export function shared(open, close) {
  let opened;
  return () =>
    (opened ??= open().then((resource) => {
      closers.push(() => close(resource));
      return resource;
    }));
}

export const closeShared = () => Promise.allSettled(closers.splice(0).map((close) => close()));

/** Lets Node's process end although this child still runs. */
export function unref(child) {
  child.unref();
  for (const stream of child.stdio) stream?.unref?.();
}
