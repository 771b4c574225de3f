/** Tools that sum in doubles round beyond 2^53, and the others do not: on networks without memory, as torch's meta device has them. */

import { expect, it, vi } from 'vitest';
import { type ArchitectureJson, count } from '../src/engine/index.ts';
import type { ToolName } from '../src/harness/environments.ts';
import { examine } from '../src/harness/examine.ts';
import { randomFrom } from '../src/harness/random.ts';
import { cases, seed, withTools } from './tools.ts';

vi.stubEnv('COUNTERSIGN_DEVICE', 'meta');

// torchsummary and torchstat make inputs of their own, which take memory.
const tools: readonly ToolName[] = [
  ...(['torch', 'thop', 'ultralytics-thop', 'ptflops', 'ptflops-aten', 'torchinfo'] as const),
  ...(['flop-counter', 'calflops', 'deepspeed', 'fvcore', 'torchprofile'] as const),
];
const { ask } = withTools(tools);

/** Layers of some 2^54 multiply-accumulates each, some called again, in two containers. */
const huge = (index: number): ArchitectureJson => {
  const random = randomFrom(seed, index, 0);
  const size = (): number => 2 ** 17 + random(2 ** 17);
  const [rows, features] = [size(), size()];
  const linears = Array.from({ length: 2 + random(4) }, (_, place) => ({
    path: `${place % 2 === 0 ? 'even' : 'odd'}.${place >> 1}`,
    kind: 'Linear',
    options: { in_features: features, out_features: size(), bias: false },
  }));
  const calls = linears.flatMap(({ path }, place) =>
    Array.from({ length: 1 + random(2) }, (_, time) => ({ id: `y${place}${time}`, module: path, inputs: ['x'] })),
  );
  return {
    name: 'Huge',
    inputs: [{ name: 'x', shape: [rows, features] }],
    modules: [{ path: 'even', kind: 'ModuleList' }, { path: 'odd', kind: 'ModuleList' }, ...linears],
    calls,
    outputs: calls.map(({ id }) => id),
  };
};

it('for every tool that takes them', { timeout: 3_600_000 }, async () => {
  const rounded = new Set<string>();
  for (let index = 0; index < cases(12); index++) {
    const architecture = huge(index);
    const truth = count(structuredClone(architecture));
    const exact = truth.status === 'counted' ? (truth.totals.macs as bigint) : 0n;
    expect(exact).toBeGreaterThan(2n ** 53n);
    for (const { tool, verdict, prediction } of await examine(structuredClone(architecture), ask, tools)) {
      expect({ tool, verdict }, `case ${index}`).toEqual({
        tool,
        verdict: expect.objectContaining({ status: 'agrees' }),
      });
      const macs = prediction.status === 'counted' ? prediction.totals.macs : undefined;
      if (macs !== undefined && macs !== exact) rounded.add(tool);
    }
  }
  expect([...rounded].sort()).toEqual(expect.arrayContaining(['thop', 'ultralytics-thop']));
  expect(rounded).not.toContain('deepspeed');
});
