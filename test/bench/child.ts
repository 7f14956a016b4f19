import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A server under measurement, in its own process. */
export interface Child {
  pid: number;
  /** Its first line of output, printed when it is ready. */
  line: string;
  stop(): Promise<void>;
}

/** Starts a script beside this file. */
export async function startChild(script: string, ...parameters: string[]): Promise<Child> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL(script, import.meta.url)), ...parameters],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout))
    return {
      pid: child.pid!,
      line,
      async stop() {
        child.kill('SIGTERM');
        await ended;
      },
    };
  throw new Error(`${script} did not start`);
}
