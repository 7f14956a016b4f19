// @ts-check
/** The thread that writes: it waits for the disk, and for other processes, while the verifier answers requests. */
import { parentPort, workerData } from 'node:worker_threads';
import { asker, connect } from './connection.js';

const connections = { durable: connect(workerData, 'FULL'), quick: connect(workerData, 'NORMAL') };
const ask = { durable: asker(connections.durable), quick: asker(connections.quick) };

/** @param {{ on: 'durable' | 'quick', statements: readonly { sql: string, parameters: readonly unknown[] }[] | 'undo' } | 'close'} message */
function obey(message) {
  if (message === 'close') {
    for (const db of Object.values(connections)) db.close();
    return parentPort?.close();
  }
  const { on, statements } = message;
  if (statements !== 'undo') return ask[on](statements);
  return connections[on].inTransaction ? ask[on]([{ sql: 'ROLLBACK', parameters: [] }]) : [];
}

parentPort?.on('message', (message) => {
  try {
    parentPort?.postMessage({ answer: obey(message) });
  } catch (error) {
    parentPort?.postMessage({ error: new Error(String(error)) }); // of libsql's own kind of error nothing would arrive
  }
});
