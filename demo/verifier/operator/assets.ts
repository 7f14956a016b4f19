import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { pageAssets } from '../http/pages/pages.js';
import { serveFile } from '../http/static-files.js';

const uplot = (file: string) => createRequire(import.meta.url).resolve(`uplot/dist/${file}`);

/** Styles and scripts of the operator's pages, the chart library among them. */
export function operatorAssets(app: FastifyInstance): void {
  pageAssets(app);
  for (const file of ['operator.css', 'chart.js']) serveFile(app, `/${file}`, new URL(file, import.meta.url));
  serveFile(app, '/uplot.css', uplot('uPlot.min.css'));
  serveFile(app, '/uplot.js', uplot('uPlot.esm.js'));
}
