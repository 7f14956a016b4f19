/** The server half of `commands.ts`: what a browser test asks of the browser from outside its page. */
export const commands = () => {
  const cdp = new WeakMap();
  return {
    name: 'gate-commands',
    async executeCommand({ command, payload, session }) {
      if (!command.startsWith('gate:')) return undefined;
      const page = session.browser.getPage(session.id);
      switch (command) {
        case 'gate:keys':
          for (const chord of payload) {
            const parts = chord.length > 1 ? chord.split('+') : [chord];
            const key = parts.pop();
            for (const modifier of parts) await page.keyboard.down(modifier);
            await page.keyboard.press(key);
            for (const modifier of parts.reverse()) await page.keyboard.up(modifier);
          }
          return true;
        case 'gate:mouse':
          if (payload.holding) await page.keyboard.down(payload.holding);
          await page.mouse.click(payload.x, payload.y, { count: payload.count ?? 1 });
          if (payload.holding) await page.keyboard.up(payload.holding);
          return true;
        case 'gate:drag':
          await page.mouse.move(payload.from.x, payload.from.y);
          await page.mouse.down();
          await page.mouse.move(payload.to.x, payload.to.y, { steps: 5 });
          await page.mouse.up();
          return true;
        case 'gate:viewport':
          await page.setViewport(payload);
          return true;
        case 'gate:hold': // pressing a key that is down already repeats it
          for (let time = 0; time < payload.times; time++) await page.keyboard.down(payload.key);
          await page.keyboard.up(payload.key);
          return true;
        case 'gate:cdp':
          // an emulation ends when the session that asked for it is detached, so each page keeps one
          if (!cdp.has(page)) cdp.set(page, await page.createCDPSession());
          return cdp.get(page).send(payload.method, payload.params);
        case 'gate:accessibility':
          return page.accessibility.snapshot({ interestingOnly: payload?.interestingOnly ?? true });
        case 'gate:screenshot':
          return page.screenshot({ encoding: 'base64' });
        default:
          throw new Error(`no such command: ${command}`);
      }
    },
  };
};
