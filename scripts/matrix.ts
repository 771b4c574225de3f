/**
 * Verifies the whole matrix against the real tools: each kind alone, then all of them in networks. `npm run matrix -- --help`.
 * What is done is noted in .countersign/matrix, so that a run that was stopped goes on where it was.
 */

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { drawingFrom } from '../src/cli/drawing.ts';
import { expected } from '../src/cli/exit.ts';
import { parseWhole } from '../src/cli/inputs.ts';
import { layers } from '../src/engine/index.ts';
import { campaign } from '../src/harness/campaign.ts';
import { packageRoot, type ToolName, toolNames } from '../src/harness/environments.ts';
import { askOf, openPool } from '../src/harness/pool.ts';
import { plain } from '../src/report/style.ts';
import { table } from '../src/report/table.ts';

const folder = join(packageRoot, '.countersign', 'matrix');
const notes = join(folder, 'done.jsonl');

/** One kind alone, or a part of the networks of all kinds. */
interface Part {
  readonly name: string;
  readonly seed: number;
  readonly cases: number;
  readonly kinds?: readonly string[];
}

interface Done extends Part {
  readonly verdicts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly failures: readonly string[];
}

const networksAtOnce = 500;

const options = new Command('npm run matrix --')
  .description('Verifies every cell of the matrix, kind by kind, and then every tool on networks of all kinds.')
  .option('--cases <N>', 'networks of one layer, for each kind', '300')
  .option('--networks <N>', 'networks of all kinds', '5000')
  .option('--seed <S>', 'a whole number', '1')
  .option('--kinds <NAMES>', 'only these kinds, with commas between')
  .option('--again', 'forget what was done before')
  .parse()
  .opts();

/** What is asked for; a wrong value is told in a line, as by the command line's own commands. */
const asked = () => {
  try {
    return {
      cases: parseWhole('cases', options.cases, 1, 1e9),
      networks: parseWhole('networks', options.networks, 0, 1e9),
      seed: parseWhole('seed', options.seed, 0, 2 ** 32 - 1),
      kinds: drawingFrom({ kinds: options.kinds }).kinds,
    };
  } catch (error) {
    const told = expected(error);
    if (!told) throw error;
    process.stderr.write(`npm run matrix: ${told.message}\n`);
    return process.exit(told.exitCode);
  }
};
const values = { ...asked(), again: options.again };

const kinds = values.kinds ?? [...layers.keys()];
const parts: Part[] = [
  ...kinds.map((kind) => ({ name: kind, seed: values.seed, cases: values.cases, kinds: [kind] })),
  ...Array.from({ length: values.kinds ? 0 : Math.ceil(values.networks / networksAtOnce) }, (_, index) => ({
    name: `networks ${index + 1}`,
    seed: values.seed + index,
    cases: Math.min(networksAtOnce, values.networks - index * networksAtOnce),
  })),
];

if (values.again) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const isSame = (a: Part, b: Part): boolean => a.name === b.name && a.seed === b.seed && a.cases === b.cases;
const before: Done[] = existsSync(notes)
  ? readFileSync(notes, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line))
  : [];
const done: Done[] = parts.flatMap((part) => before.findLast((one) => isSame(one, part)) ?? []);
const open = parts.filter((part) => !done.some((one) => isSame(one, part)));

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
const workers = availableParallelism();
const started = performance.now();
if (open.length > 0) {
  const pool = await openPool({ tools: toolNames, workersPerEnvironment: workers });
  for (const [index, part] of open.entries()) {
    if (stop.signal.aborted) break;
    const sizes = part.kinds ? { kinds: part.kinds, maxPicks: 1, plain: true } : {};
    const plan = { seed: part.seed, cases: part.cases, tools: toolNames, window: 4 * workers, ...sizes };
    const outcome = await campaign(plan, askOf(pool), { signal: stop.signal });
    if (outcome.interrupted) break;
    const failures = outcome.failures.map(({ tool, path, script }) => `${tool}, case ${path}:\n${script}`);
    const one: Done = { ...part, verdicts: outcome.verdicts, failures };
    appendFileSync(notes, `${JSON.stringify(one)}\n`);
    done.push(one);
    const minutes = (performance.now() - started) / 60_000;
    const left = (minutes / (index + 1)) * (open.length - index - 1);
    process.stderr.write(
      `${done.length} of ${parts.length}: ${part.name}${failures.length > 0 ? ` DISAGREES (${failures.length})` : ''}, ${left.toFixed(0)} min left\n`,
    );
  }
  await pool.close();
}

const agreed = ({ verdicts, cases }: Done, tool: ToolName): boolean => verdicts[tool]?.agrees === cases;
const sum = (some: readonly Done[], tool: ToolName, status: 'agrees' | undefined): number =>
  some.reduce((total, { verdicts, cases }) => total + (status ? (verdicts[tool]?.[status] ?? 0) : cases), 0);
const alone = done.filter((one) => one.kinds);
const together = done.filter((one) => !one.kinds);
const columns = ['tool', 'cells that agree', 'of', 'cases that agree', 'of', 'networks that agree', 'of'];
process.stdout.write(
  `${table(
    columns.map((title, index) => ({ title, align: index === 0 ? ('left' as const) : ('right' as const) })),
    toolNames
      .map((tool) => [
        tool,
        ...[alone.filter((one) => agreed(one, tool)).length, kinds.length],
        ...[sum(alone, tool, 'agrees'), sum(alone, tool, undefined)],
        ...[sum(together, tool, 'agrees'), sum(together, tool, undefined)],
      ])
      .map((row) => row.map(String)),
    plain,
  )}\n`,
);
for (const { name, failures } of done) for (const failure of failures) process.stdout.write(`\n${name}: ${failure}`);
process.exitCode = done.length < parts.length ? 130 : done.some(({ failures }) => failures.length > 0) ? 1 : 0;
