/**
 * Renders the PNG icons from icon.svg: `CHROME_PATH=/usr/bin/chromium npx tsx demo/phone/app/icons/render-icons.ts`.
 * A maskable icon fills its square; the middle 80 % stay visible.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const rounded = await readFile(here('icon.svg'), 'utf8');
const square = rounded.replace(' rx="116"', '');

const browser = await puppeteer.launch({
  executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage();
for (const [name, svg, size] of [
  ['icon-192', rounded, 192],
  ['icon-512', rounded, 512],
  ['maskable-512', square, 512],
] as const) {
  await page.setViewport({ width: size, height: size });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
  await page.screenshot({ path: here(`${name}.png`) as `${string}.png`, omitBackground: true });
}
await browser.close();
