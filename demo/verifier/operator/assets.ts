import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { pageAssets } from '../http/pages/pages.js';

const ours = (file: string) => new URL(file, import.meta.url);
const uplot = (file: string) => createRequire(import.meta.url).resolve(`uplot/dist/${file}`);
const css = 'text/css; charset=utf-8';
const script = 'text/javascript; charset=utf-8';

/** Styles and scripts of the operator's pages; the chart library comes from here, too. */
export function operatorAssets(app: FastifyInstance): void {
  pageAssets(app);
  for (const [path, file, type] of [
    ['/operator.css', ours('operator.css'), css],
    ['/chart.js', ours('chart.js'), script],
    ['/uplot.css', uplot('uPlot.min.css'), css],
    ['/uplot.js', uplot('uPlot.esm.js'), script],
  ] as const) {
    const text = readFileSync(file, 'utf8');
    app.get(path, async (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(text),
    );
  }
}
