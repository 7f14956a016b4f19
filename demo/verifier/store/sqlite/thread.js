// @ts-check
/** The thread that writes: it waits for the disk, and for other processes, while the verifier answers requests. */
import { parentPort, workerData } from 'node:worker_threads';
import { asker, connect } from './connection.js';

const durable = connect(workerData, 'FULL');
const quick = connect(workerData, 'NORMAL');
const ask = { durable: asker(durable), quick: asker(quick) };

/** @param {{ on: 'durable' | 'quick', statements: readonly { sql: string, parameters: readonly unknown[] }[] } | 'undo' | 'close'} message */
function obey(message) {
  if (message === 'undo') return durable.inTransaction ? ask.durable([{ sql: 'ROLLBACK', parameters: [] }]) : [];
  if (message !== 'close') return ask[message.on](message.statements);
  quick.close();
  durable.close();
  return parentPort?.close();
}

parentPort?.on('message', (message) => {
  try {
    parentPort?.postMessage({ answer: obey(message) });
  } catch (error) {
    parentPort?.postMessage({ error: new Error(String(error)) }); // of libsql's own kind of error nothing would arrive
  }
});
