/**
 * A long campaign before every tool, in which workers and the campaign itself are killed: `npm run chaos -- --help`. At its
 * end each case has its verdicts, they are those that the kept answers have without any tool, and no process is left.
 */

import { closeSync, existsSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from '@commander-js/extra-typings';
import { execa, execaSync } from 'execa';
import { exitCodes } from '../src/cli/exit.ts';
import { parseWhole } from '../src/cli/inputs.ts';
import { progressOn } from '../src/cli/progress.ts';
import { packageRoot, toolNames } from '../src/harness/environments.ts';
import { readRun } from '../src/harness/run.ts';
import type { FuzzJson, RecheckJson } from '../src/report/schemas.ts';
import { asked } from './asked.ts';

const options = new Command('npm run chaos --')
  .description('Kills workers and the campaign itself while every tool counts networks of all kinds.')
  .option('--cases <N>', 'networks', '10000')
  .option('--every <N>', 'networks from one killed worker to the next', '50')
  .option('--ends <N>', 'how often the campaign itself is killed', '4')
  .option('--seed <S>', 'a whole number', '1')
  .option('--folder <FOLDER>', 'made anew: every answer, and the report of the campaign', '.countersign/chaos')
  .parse()
  .opts();

const { cases, every, ends, seed } = asked('npm run chaos', () => ({
  cases: parseWhole('--cases', options.cases, 1, 1e9),
  every: parseWhole('--every', options.every, 1, 1e9),
  ends: parseWhole('--ends', options.ends, 0, 1e6),
  seed: parseWhole('--seed', options.seed, 0, 2 ** 32 - 1),
}));
const folder = resolve(options.folder);
const run = join(folder, 'run');
const answers = join(run, 'answers.jsonl');
const progress = progressOn(process.stderr);
rmSync(folder, { recursive: true, force: true });

const countersign = (...args: readonly string[]) => {
  const file = join(packageRoot, 'src', 'cli', 'main.ts');
  return execa(process.execPath, [file, ...args], { reject: false, stderr: 'ignore', maxBuffer: 1 << 30 });
};

interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly isWorker: boolean;
}

const processes = (): Seen[] =>
  execaSync('ps', ['-eo', 'pid=,ppid=,args='])
    .stdout.split('\n')
    .map((line) => {
      const [pid, parent, ...args] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), isWorker: args.includes('countersign.worker') };
    });

/** The processes below one, however far. */
const below = (root: number, all = processes()): Seen[] =>
  all.filter(({ parent }) => parent === root).flatMap((one) => [one, ...below(one.pid, all)]);

const kill = (pid: number): boolean => {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in this very moment.
    return false;
  }
};

/** Counts the lines that were added to the answers since the last time. */
const openCounting = () => {
  const chunk = Buffer.alloc(1 << 22);
  let position = 0;
  let lines = 0;
  return (): number => {
    if (!existsSync(answers)) return 0;
    const file = openSync(answers, 'r');
    for (let count = readSync(file, chunk, 0, chunk.length, position); count > 0; ) {
      for (let at = chunk.indexOf(10); at >= 0 && at < count; at = chunk.indexOf(10, at + 1)) lines++;
      position += count;
      count = readSync(file, chunk, 0, chunk.length, position);
    }
    closeSync(file);
    return lines;
  };
};

const known = openCounting();
const everSeen = new Set<number>();
let killed = 0;
let ended = 0;

/** One process of the campaign, until it is at its end or is killed. */
const part = async (...args: readonly string[]): Promise<FuzzJson | undefined> => {
  const child = countersign('fuzz', ...args, '--json');
  const pid = child.pid as number;
  let isOver = false;
  const over = child.then(({ stdout }) => {
    isOver = true;
    return stdout;
  });
  while (!isOver) {
    const lines = known();
    if (lines >= (killed + 1) * every) {
      const workers = below(pid);
      for (const one of workers) everSeen.add(one.pid);
      const parents = new Set(workers.map(({ parent }) => parent));
      // Not those that others were forked from.
      const victims = workers.filter((one) => one.isWorker && !parents.has(one.pid));
      const victim = victims[killed % Math.max(1, victims.length)];
      if (victim && kill(victim.pid)) killed++;
      progress.show(`${lines} of ${cases} networks, ${killed} workers and ${ended} campaigns killed`);
    }
    if (ended < ends && lines >= ((ended + 1) * cases) / (ends + 1) && kill(pid)) {
      ended++;
      await over;
      return undefined;
    }
    await sleep(20);
  }
  return JSON.parse(await over) as FuzzJson;
};

const started = performance.now();
const usual = [
  '--cases',
  String(cases),
  '--seed',
  String(seed),
  '--no-corpus',
  '--keep',
  run,
  '--save',
  join(folder, 'failures'),
];
let report = await part(...usual);
while (!report) report = await part('--resume', run, '--save', join(folder, 'failures'));
progress.done();
writeFileSync(join(folder, 'report.json'), JSON.stringify(report, undefined, 1));
const minutes = (performance.now() - started) / 60_000;

const indices = new Set([...readRun(run)].flatMap(({ index }) => index ?? []));
const rechecked = JSON.parse((await countersign('recheck', run, '--json')).stdout) as RecheckJson;
// Workers whose campaign was killed end by themselves.
await sleep(2_000);
const left = processes().filter(({ pid, isWorker }) => isWorker && everSeen.has(pid));

const sums = Object.fromEntries(
  toolNames.map((tool) => [tool, Object.values(report.verdicts[tool] ?? {}).reduce((sum, count) => sum + count, 0)]),
);
const faults = [
  ...(report.cases === cases && indices.size === cases ? [] : [`${indices.size} networks kept, ${report.cases} told`]),
  ...Object.entries(sums).flatMap(([tool, sum]) => (sum === cases ? [] : [`${sum} verdicts of ${tool}`])),
  ...(JSON.stringify(rechecked.verdicts) === JSON.stringify(report.verdicts) ? [] : ['recheck has other verdicts']),
  ...(killed >= Math.floor(cases / every) - 1 && ended === ends ? [] : ['fewer were killed than was asked for']),
  ...left.map(({ pid }) => `the process ${pid} is left`),
];
const verdicts = Object.values(sums).reduce((sum, count) => sum + count, 0);
process.stdout.write(
  [
    `${cases} networks, ${verdicts} verdicts of ${toolNames.length} tools in ${minutes.toFixed(0)} min; ${killed} workers and ${ended} campaigns killed.`,
    ...toolNames.map((tool) => `${tool}: ${JSON.stringify(report.verdicts[tool])}`),
    faults.length === 0 ? 'Every network has every verdict, recheck has the same ones, and no process is left.' : '',
    ...faults.map((fault) => `Lost: ${fault}.`),
    '',
  ].join('\n'),
);
process.exitCode = faults.length > 0 ? exitCodes.couldNotRun : 0;
