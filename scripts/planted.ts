/**
 * Plants each known mistake in a tool, and prints how soon campaigns find it and how small they make it:
 * `npm run planted -- SEEDS [KINDS] [NAME]`, where KINDS may be `own` for the kinds that mistakes are planted in.
 */

import { plain } from '../src/report/style.ts';
import { table } from '../src/report/table.ts';
import { type Bug, bugs, kindsOfMistakes } from '../test/harness/planted/bugs.ts';
import { casesBySeed, summary, type Trial, trial } from '../test/harness/planted/measure.ts';

const [seeds = '20', kinds = '', name = ''] = process.argv.slice(2);
const named = kinds === 'own' ? kindsOfMistakes : kinds.split(',');
const sizes = kinds === '' ? {} : { kinds: named };
const isDrawn = ({ kinds: needed }: Bug): boolean => !sizes.kinds || needed.every((kind) => sizes.kinds.includes(kind));
const chosen = bugs.filter((bug) => bug.name.includes(name) && isDrawn(bug));
const trials = new Map<string, Trial[]>(chosen.map((bug) => [bug.name, []]));
for (let seed = 1; seed <= Number(seeds); seed++) {
  const caseAt = casesBySeed(seed, sizes);
  for (const bug of chosen) trials.get(bug.name)?.push(await trial(bug, seed, caseAt));
}

const rowOf = (type: string, title: string, some: readonly Trial[]): string[] => {
  const { seeds: all, found, median, p99, layers, mostLayers, executions, mostExecutions, minimal } = summary(some);
  const numbers = [median, p99, layers.toFixed(2), mostLayers, executions.toFixed(0), mostExecutions];
  return [type, title, `${found}/${all}`, ...numbers.map(String), `${(minimal * 100).toFixed(1)} %`];
};

const types = [...new Set(chosen.map(({ type }) => type))];
const rows = [
  ...chosen.map((bug) => rowOf(bug.type, bug.name, trials.get(bug.name) ?? [])),
  ...types.map((type) =>
    rowOf(
      type,
      'all',
      chosen.filter((bug) => bug.type === type).flatMap((bug) => trials.get(bug.name) ?? []),
    ),
  ),
  rowOf('all', 'all', [...trials.values()].flat()),
];
const titles = ['type', 'mistake', 'found', 'p50', 'p99', 'layers', 'most', 'executions', 'most', 'minimal'];
const columns = titles.map((title, index) => ({ title, align: index < 2 ? ('left' as const) : ('right' as const) }));
process.stdout.write(`${table(columns, rows, plain)}\n`);
if (name === '') process.exit();
for (const { seed, architecture } of [...trials.values()].flat().filter(({ isMinimal, cases }) => cases && !isMinimal))
  process.stdout.write(`seed ${seed}: ${JSON.stringify(architecture)}\n`);
