/** What a user would do without a harness: a bare loop over the same cases, and a process for each case. */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { casesOf, type Sizes } from '../../src/harness/cases.ts';
import { interpreterOf, packageRoot, type ToolName, workerVariables } from '../../src/harness/environments.ts';
import { seed } from './harness.ts';
import { median, type Row } from './row.ts';

export const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  ...workerVariables(),
  ...more,
});

const execute = promisify(execFile);

/** What a program prints; throws where it fails. */
export const run = async (file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> =>
  (await execute(file, args, { env, maxBuffer: 1 << 28 })).stdout;

/** The rate that a script tells last. */
export const rateIn = (text: string): number =>
  (JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as { rate: number }).rate;

export const script = (name: string): string => join(packageRoot, 'python', 'bench', `${name}.py`);

/** Gives a file of the cases to `use`, one network a line. */
export const withCases = async <Result>(
  count: number,
  use: (file: string) => Promise<Result>,
  sizes: Sizes = {},
): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  try {
    const file = join(folder, 'cases.jsonl');
    const draw = casesOf(seed, sizes);
    writeFileSync(file, Array.from({ length: count }, () => `${JSON.stringify(draw().architecture)}\n`).join(''));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Cases a second of a bare loop over a file of cases in one Python process; without tools, networks are made alone. */
export const loop = async (file: string, tools: readonly ToolName[] = []): Promise<number> =>
  rateIn(await run(interpreterOf('main'), [script('floor'), file, ...tools], environment()));

/** Bare loops over the same cases: their rate by how many run at once. */
export type Floors = Readonly<Record<1 | 2, number>>;

/** The same cases without a harness, in one Python process and in two at once. */
export const bareLoops = (tools: readonly ToolName[], cases: number): Promise<Floors> =>
  withCases(cases, async (file) => {
    const one = await loop(file, tools);
    const both = await Promise.all([loop(file, tools), loop(file, tools)]);
    return { 1: one, 2: both[0] + both[1] };
  });

/** Two loops against one say what two workers can reach on this machine. */
export const floorRows = (label: string, floors: Floors): Row[] => {
  const section = `campaigns: ${label}`;
  return [
    { section, name: 'a bare loop in one Python process', value: floors[1], unit: 'cases/s' },
    { section, name: 'two bare loops at once', value: floors[2], unit: 'cases/s' },
    { section, name: 'two bare loops at once against one', value: floors[2] / floors[1], unit: 'times' },
  ];
};

/** A process for each case, one after the other. */
export const spawnRow = async (label: string, tools: readonly ToolName[]): Promise<Row> => {
  const seconds: number[] = [];
  await withCases(1, async (file) => {
    for (let time = 0; time < 5; time++) {
      const started = performance.now();
      await loop(file, tools);
      seconds.push((performance.now() - started) / 1000);
    }
  });
  return {
    section: `campaigns: ${label}`,
    name: 'a process for each case',
    value: 1 / median(seconds),
    unit: 'cases/s',
  };
};
