/** Node's runner reports to this inside a worker; `worker.mjs` listens here and `pool.mjs` gets every result. */
import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';

export const reports = new EventEmitter();

// a reporter that yields nothing prints nothing
// oxlint-disable-next-line require-yield
export default async function* reporter(source) {
  for await (const report of source) {
    const { type, data } = report;
    if (['test:dequeue', 'test:pass', 'test:fail', 'test:diagnostic'].includes(type) && process.connected)
      process.send({ type, ...plain(data) });
    reports.emit('report', report);
  }
}

const plain = ({ name, nesting, details, skip, todo, message }) => ({
  name,
  nesting,
  message,
  suite: details?.type === 'suite',
  skipped: skip !== undefined || todo !== undefined,
  milliseconds: details?.duration_ms,
  failure: details?.error?.failureType,
  error: details?.error && inspect(details.error.cause ?? details.error),
});
