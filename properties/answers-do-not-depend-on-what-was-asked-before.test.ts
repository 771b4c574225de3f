import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer } from '../src/harness/answers.ts';
import { type ToolName, toolNames } from '../src/harness/environments.ts';
import { architectureArbitrary } from '../src/harness/generate.ts';
import { openPool, type Pool } from '../src/harness/pool.ts';
import { cases, seed } from './tools.ts';

let pool: Pool;
beforeAll(async () => {
  pool = await openPool({ workersPerEnvironment: 1 });
}, 120_000);
afterAll(() => pool?.close());

/** Tools that print what they measured by the clock: torchstat a column of durations, DeepSpeed latencies. */
const timed: readonly ToolName[] = ['torchstat', 'deepspeed'];

/** An answer without what is measured by the clock. */
const steady = (tool: ToolName, answer: Answer): object => {
  const { seconds: _, text, ...rest } = { seconds: 0, text: undefined, ...answer };
  return timed.includes(tool) ? rest : { ...rest, text };
};

it('each network alone in a fresh process is counted as among many in one process, in either order', async () => {
  const architectures = fc.sample(architectureArbitrary(), { seed, numRuns: cases(40) });
  const ask = async (architecture: object, isFresh: boolean): Promise<object> =>
    Object.fromEntries(
      [...(await pool.ask({ architecture, isFresh }))].map(([tool, answer]) => [tool, steady(tool, answer)]),
    );
  const alone = await Promise.all(architectures.map((architecture) => ask(architecture, true)));
  const among = await Promise.all(architectures.map((architecture) => ask(architecture, false)));
  const backwards = await Promise.all(architectures.toReversed().map((architecture) => ask(architecture, false)));
  expect(Object.keys(alone[0] as object)).toEqual(toolNames);
  expect(among).toEqual(alone);
  expect(backwards.toReversed()).toEqual(alone);
}, 3_600_000);
