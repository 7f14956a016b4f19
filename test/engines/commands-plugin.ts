/** The server half of `support/commands.ts`: commands of a browser test to the browser from outside its page. */
import type { BrowserLauncher, Reporter, TestRunnerPlugin } from '@web/test-runner';
import { handsOf } from './engines.js';
import type { Hands } from './hands.js';

const prefix = 'gate:';

/** The plugin, and a reporter that ends with the reasons for which engines skipped stories, and how many. */
export function commands(): TestRunnerPlugin & Reporter {
  const skipped: string[] = [];
  const print = (reason: string) =>
    console.log(`${reason} (${skipped.filter((one) => one === reason).length} skipped)`);
  return {
    name: 'gate-commands',
    async executeCommand({ command, payload, session }) {
      if (!command.startsWith(prefix)) return undefined;
      const name = command.slice(prefix.length);
      const browser = session.browser as BrowserLauncher;
      if (name === 'skipped') return { reply: skipped.push(`${browser.name}: ${String(payload)}`) };
      const hands = await handsOf({ browser, id: session.id });
      const able = hands[name as keyof Hands] as ((...all: unknown[]) => Promise<unknown>) | undefined;
      return able ? { reply: (await able.apply(hands, payload as unknown[])) ?? true } : { unable: true };
    },
    onTestRunFinished: () => [...new Set(skipped)].sort().forEach(print),
  };
}
