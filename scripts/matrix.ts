/**
 * Verifies the whole matrix against the real tools: each kind alone, then all of them in networks. `npm run matrix -- --help`.
 * What is done is noted in .countersign/matrix, so that a run that was stopped goes on where it was.
 */

import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { drawingFrom } from '../src/cli/drawing.ts';
import { parseWhole } from '../src/cli/inputs.ts';
import { layers } from '../src/engine/index.ts';
import { campaign } from '../src/harness/campaign.ts';
import { packageRoot, toolNames } from '../src/harness/environments.ts';
import { askOf, openPool } from '../src/harness/pool.ts';
import { asked } from './asked.ts';
import { type Asked, type Done, doneBefore, type Part, partsOf, secondsLeft } from './matrix/parts.ts';
import { reportOf, reportText } from './matrix/report.ts';

const folder = join(packageRoot, '.countersign', 'matrix');
const notes = join(folder, 'done.jsonl');

/** Milliseconds for a worker to start, beside whatever else the machine does. */
const startLimit = 600_000;

/** Parts at once, so that no worker waits for the last cases of one. */
const lanes = 2;

const options = new Command('npm run matrix --')
  .description('Verifies every cell of the matrix, kind by kind, and then every tool on networks of all kinds.')
  .option('--cases <N>', 'networks of one layer, for each kind', '300')
  .option('--networks <N>', 'networks of all kinds; none where kinds are named, unless given')
  .option('--seed <S>', 'a whole number', '1')
  .option('--kinds <NAMES>', 'only these kinds, with commas between')
  .option('--again', 'forget what was done before')
  .option('--json', 'print JSON')
  .parse()
  .opts();

const parts = partsOf(
  asked('npm run matrix', (): Asked => {
    const { kinds } = drawingFrom({ kinds: options.kinds });
    return {
      cases: parseWhole('--cases', options.cases, 1, 1e9),
      networks: parseWhole('--networks', options.networks ?? (kinds ? '0' : '5000'), 0, 1e9),
      seed: parseWhole('--seed', options.seed, 0, 2 ** 32 - 1),
      kinds: kinds ?? [...layers.keys()],
    };
  }),
);
if (options.again) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const done: Done[] = [...doneBefore(notes, parts)];
const open = parts.filter((part) => !done.some(({ name, seed }) => name === part.name && seed === part.seed));

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const run = async (workers: number): Promise<void> => {
  const pool = await openPool({ tools: toolNames, workersPerEnvironment: workers, startLimit });
  const versions = pool.versions.tools;
  const judges = { tools: toolNames, versions, window: 4 * workers };
  const waiting = [...open];
  const running = new Map<Part, number>();
  const since = (start: number): number => (performance.now() - start) / 1000;
  const timeLeft = (): string => {
    const begun = [...running].map(([part, start]) => ({ ...part, elapsed: since(start) }));
    const left = secondsLeft([...begun, ...waiting.map((part) => ({ ...part, elapsed: 0 }))], done, lanes);
    return left === undefined ? '' : `, ${(left / 60).toFixed(0)} min left`;
  };
  const lane = async (): Promise<void> => {
    for (let part = waiting.shift(); part && !stop.signal.aborted; part = waiting.shift()) {
      const start = performance.now();
      running.set(part, start);
      const sizes = part.kinds ? { kinds: part.kinds, maxPicks: 1, plain: true } : {};
      const plan = { seed: part.seed, cases: part.cases, ...judges, ...sizes };
      const outcome = await campaign(plan, askOf(pool), { signal: stop.signal });
      if (outcome.trouble) throw outcome.trouble.error;
      if (outcome.interrupted) return;
      const failures = outcome.failures.map(({ tool, path, script, architecture }) => {
        return { tool, path, script, architecture };
      });
      const { verdicts } = outcome;
      const one: Done = { ...part, verdicts, versions: Object.fromEntries(versions), seconds: since(start), failures };
      appendFileSync(notes, `${JSON.stringify(one)}\n`);
      done.push(one);
      running.delete(part);
      const told = failures.length > 0 ? ` DISAGREES (${failures.map(({ tool }) => tool).join(', ')})` : '';
      process.stderr.write(`${done.length} of ${parts.length}: ${part.name}${told}${timeLeft()}\n`);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    await pool.close();
  }
};

if (open.length > 0) await run(availableParallelism());
const report = reportOf(parts, done);
process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
process.exitCode = done.length < parts.length ? 130 : report.failures.length > 0 ? 1 : 0;
