/** The server half of `support/commands.ts`: what a browser test asks of the browser from outside its page. */
import type { BrowserLauncher, Reporter, TestRunnerPlugin } from '@web/test-runner';
import { handsOf } from './engines.js';
import type { Hands } from './hands.js';

const prefix = 'gate:';

/** The plugin, and what says at the end how many stories an engine skipped for which reason. */
export function commands(): TestRunnerPlugin & Reporter {
  const skipped: string[] = [];
  const tell = (reason: string) => console.log(`${reason} (${skipped.filter((one) => one === reason).length} skipped)`);
  return {
    name: 'gate-commands',
    async executeCommand({ command, payload, session }) {
      if (!command.startsWith(prefix)) return undefined;
      const asked = command.slice(prefix.length);
      const browser = session.browser as BrowserLauncher;
      if (asked === 'skipped') return { reply: skipped.push(`${browser.name}: ${String(payload)}`) };
      const hands = await handsOf({ browser, id: session.id });
      const able = hands[asked as keyof Hands] as ((...all: unknown[]) => Promise<unknown>) | undefined;
      return able ? { reply: (await able.apply(hands, payload as unknown[])) ?? true } : { unable: true };
    },
    onTestRunFinished: () => [...new Set(skipped)].sort().forEach(tell),
  };
}
