import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toolNames } from '../src/harness/environments.ts';
import { architectureArbitrary } from '../src/harness/generate.ts';
import { openPool, type Pool } from '../src/harness/pool.ts';
import { cases, seed, steady } from './tools.ts';

let pool: Pool;
beforeAll(async () => {
  pool = await openPool({ workersPerEnvironment: 1 });
}, 120_000);
afterAll(() => pool?.close());

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
