/** Plants each known mistake in a tool and prints how soon campaigns find it and how small they make it: `npm run planted -- SEEDS [NAME]`. */

import { plain } from '../src/report/style.ts';
import { table } from '../src/report/table.ts';
import { bugs } from '../test/harness/planted/bugs.ts';
import { summary, type Trial, trial } from '../test/harness/planted/measure.ts';

const [seeds = '20', name = ''] = process.argv.slice(2);
const chosen = bugs.filter((bug) => bug.name.includes(name));
const rows: string[][] = [];
const all: Trial[] = [];
for (const bug of chosen) {
  const trials: Trial[] = [];
  for (let seed = 1; seed <= Number(seeds); seed++) trials.push(await trial(bug, seed));
  all.push(...trials);
  const { found, median, p99, layers, mostLayers, executions, mostExecutions, minimal } = summary(trials);
  rows.push([
    bug.type,
    bug.name,
    `${found}/${trials.length}`,
    String(median),
    String(p99),
    layers.toFixed(2),
    String(mostLayers),
    executions.toFixed(0),
    String(mostExecutions),
    `${(minimal * 100).toFixed(0)} %`,
  ]);
  const worst = trials.find(({ isMinimal, architecture }) => architecture && !isMinimal);
  if (name && worst) process.stdout.write(`${worst.seed}: ${JSON.stringify(worst.architecture)}\n`);
}
const whole = summary(all);
rows.push([
  '',
  'all',
  `${whole.found}/${all.length}`,
  String(whole.median),
  String(whole.p99),
  whole.layers.toFixed(2),
  String(whole.mostLayers),
  whole.executions.toFixed(0),
  String(whole.mostExecutions),
  `${(whole.minimal * 100).toFixed(1)} %`,
]);
const columns = ['type', 'mistake', 'found', 'p50', 'p99', 'layers', 'most', 'executions', 'most', 'minimal'].map(
  (title, index) => ({ title, align: index < 2 ? ('left' as const) : ('right' as const) }),
);
process.stdout.write(`${table(columns, rows, plain)}\n`);
