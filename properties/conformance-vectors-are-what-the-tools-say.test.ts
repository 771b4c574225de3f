/** Each conformance vector is what the real tools say, and an adapter that runs the scripts finds the definition's parameters. */

import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { type ArchitectureJson, layers } from '../src/engine/index.ts';
import { interpreterOf, packageRoot, toolNames, workerVariables } from '../src/harness/environments.ts';
import { examine } from '../src/harness/examine.ts';
import { randomFrom } from '../src/harness/random.ts';
import { readVectors } from '../src/report/conformance.ts';
import { cases, seed, withTools } from './tools.ts';

const { ask } = withTools(toolNames);
const all = [...(await readVectors(packageRoot)).values()].flatMap((file) => file.cases);

it('every tool says of them what they hold', { timeout: 3_600_000 }, async () => {
  const random = randomFrom(seed, 0, 0);
  const wanted = cases(200);
  const chosen = wanted >= all.length ? all : Array.from({ length: wanted }, () => all[random(all.length - 1)]);
  for (const vector of chosen) {
    const architecture = structuredClone(vector?.architecture) as ArchitectureJson;
    const examined = await examine(architecture, ask, toolNames);
    for (const { tool, verdict } of examined) expect(verdict.status, `${vector?.id}, ${tool}`).toBe('agrees');
  }
});

it('a counter of parameters that runs the scripts is right in every one', { timeout: 600_000 }, async () => {
  const { stdout } = await execa(interpreterOf('main'), ['adapter.py', '.'], {
    cwd: join(packageRoot, 'conformance'),
    env: { ...workerVariables(), PYTHONWARNINGS: 'ignore' },
    stderr: 'ignore',
  });
  expect(stdout).toBe(`0 of ${all.length} figures are not what the definition says`);
  expect(all.length).toBeGreaterThan(layers.size);
});
