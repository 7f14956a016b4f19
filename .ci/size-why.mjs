/**
 * The cost of each module in a file: how much smaller its brotli is without the module's characters, which the source
 * map locates. These marginal costs add up to less than the file, because modules share repeated text.
 */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { brotliCompressSync } from 'node:zlib';

/** The text of each module inside `file`, as a list of `[from, to]` offsets. */
function spans(file, code) {
  const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  const found = new Map();
  let start = 0;
  for (const [line, text] of code.split('\n').entries()) {
    for (let column = 0, from = 0, module; column <= text.length; column++) {
      const next = column < text.length ? (map.findEntry(line, column).originalSource ?? '(glue)') : undefined;
      if (column > 0 && next !== module) {
        found.set(module, [...(found.get(module) ?? []), [start + from, start + column]]);
        from = column;
      }
      module = next;
    }
    start += text.length + 1;
  }
  return found;
}

const brotli = (text) => brotliCompressSync(text).length; // quality 11 is Node's default
const without = (code, cuts) => cuts.reduceRight((rest, [from, to]) => rest.slice(0, from) + rest.slice(to), code);
const name = (source) => source.replace(/^(\.\.\/)+/, '').replace(/^node_modules\//, '');

/** Prints a table, the dearest module first. */
export function why(file) {
  const code = readFileSync(file, 'utf8');
  const whole = brotli(code);
  const rows = [...spans(file, code)]
    .map(([source, cuts]) => ({
      source: name(source),
      raw: cuts.reduce((sum, [from, to]) => sum + to - from, 0),
      cost: whole - brotli(without(code, cuts)),
    }))
    .sort((one, other) => other.cost - one.cost);
  const line = (cost, raw, source) => console.log(`${String(cost).padStart(8)} ${String(raw).padStart(8)}  ${source}`);
  console.log(`\n${file}: brotli bytes saved without the module, its characters, its name`);
  for (const { cost, raw, source } of rows) line(cost, raw, source);
  const sum = (of) => rows.reduce((total, row) => total + row[of], 0);
  line(whole - sum('cost'), '', '(in common)');
  line(whole, sum('raw'), '(the file)');
}
