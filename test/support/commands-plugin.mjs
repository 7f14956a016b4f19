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
          await page.mouse.click(payload.x, payload.y, { count: payload.count ?? 1 });
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
        case 'gate:media': {
          // an emulation ends when the session that asked for it is detached, so each page keeps one
          if (!cdp.has(page)) cdp.set(page, await page.createCDPSession());
          const features = Object.entries(payload).map(([name, value]) => ({ name, value }));
          await cdp.get(page).send('Emulation.setEmulatedMedia', { features });
          return true;
        }
        case 'gate:ime': {
          if (!cdp.has(page)) cdp.set(page, await page.createCDPSession());
          await cdp.get(page).send(payload.method, payload.params);
          return true;
        }
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
