/**
 * Plants each known mistake in a tool, and prints how soon campaigns find it and how small they make it:
 * `npm run planted -- --help`.
 */

import { Command } from '@commander-js/extra-typings';
import { drawingFrom } from '../src/cli/drawing.ts';
import { UsageError } from '../src/cli/exit.ts';
import { parseWhole } from '../src/cli/inputs.ts';
import { progressOn } from '../src/cli/progress.ts';
import { plain } from '../src/report/style.ts';
import { table } from '../src/report/table.ts';
import { type Bug, bugs, kindsOfMistakes } from '../test/harness/planted/bugs.ts';
import { casesBySeed, summary, type Trial, trial } from '../test/harness/planted/measure.ts';
import { asked } from './asked.ts';

const { processedArgs: given } = new Command('npm run planted --')
  .description('Plants each known mistake in a tool, and shows how soon campaigns find it and how small they make it.')
  .argument('[seeds]', 'campaigns for each mistake', '20')
  .argument('[kinds]', 'only these kinds, with commas between, or own: those that mistakes are planted in', '')
  .argument('[name]', 'only mistakes with this in their names; what was not made minimal is printed', '')
  .parse();
const { seeds, sizes, name, chosen } = asked('npm run planted', () => {
  const [seeds, kinds, name] = given;
  const drawn = kinds === 'own' ? kindsOfMistakes : drawingFrom(kinds === '' ? {} : { kinds }).kinds;
  const isDrawn = ({ kinds: needed }: Bug): boolean => !drawn || needed.every((kind) => drawn.includes(kind));
  const chosen = bugs.filter((bug) => bug.name.includes(name) && isDrawn(bug));
  if (chosen.length === 0)
    throw new UsageError('No mistake has such a name and is planted in such kinds. Leave one of both out.');
  return { seeds: parseWhole('seeds', seeds, 1, 1e6), sizes: drawn ? { kinds: drawn } : {}, name, chosen };
});
const trials = new Map<string, Trial[]>(chosen.map((bug) => [bug.name, []]));
const progress = progressOn(process.stderr);
for (let seed = 1; seed <= seeds; seed++) {
  const caseAt = casesBySeed(seed, sizes);
  for (const [index, bug] of chosen.entries()) {
    progress.show(`seed ${seed} of ${seeds}, mistake ${index + 1} of ${chosen.length}: ${bug.name}`);
    trials.get(bug.name)?.push(await trial(bug, seed, caseAt));
  }
}
progress.done();

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
