import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ArchitectureJson, Refusal } from '../src/engine/index.ts';
import { architectureArbitrary } from '../src/harness/generate.ts';
import { counted } from './figures.ts';
import { drawnKinds } from './tools.ts';

const withBatch = (architecture: ArchitectureJson, batch: number): ArchitectureJson => ({
  ...architecture,
  inputs: architecture.inputs.map((input) => ({ ...input, shape: [batch, ...input.shape.slice(1)] })),
});

// Bytes moved are not among them: flattening the output of an LSTM is a view for one sample and a copy for two.
const perSample = [
  'macs',
  'flops',
  'multiplications',
  'additions',
  'comparisons',
  'divisions',
  'exponentials',
  'tanhs',
];

/**
 * The statistics of a batch are shared by its samples, an input of rank 1 has no batch, some LSTMs have steps first, and what is
 * computed from parameters alone is computed once.
 */
const isPerSample = ({ modules, inputs, calls }: ArchitectureJson): boolean =>
  // The states of an LSTM have the batch in another place, where a layer without a batch takes it for a size.
  !/"@|:[0-9]+"/.test(JSON.stringify(calls)) &&
  inputs.every(({ shape }) => shape.length > 1) &&
  (modules ?? []).every((module) => {
    const { track_running_stats = true, batch_first = true } = 'options' in module ? (module.options ?? {}) : {};
    return track_running_stats === true && batch_first === true;
  });

/** A layer behind the states of an LSTM can have the batch for its channels, and then takes no other. */
const takesAnyBatch = (architecture: ArchitectureJson): boolean => {
  try {
    counted(architecture);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
};

it('every operation of a network is done once more for each further sample, and no parameter is', () => {
  fc.assert(
    fc.property(
      architectureArbitrary({ kinds: drawnKinds }).filter(isPerSample),
      fc.integer({ min: 2, max: 9 }),
      (architecture, batch) => {
        fc.pre(takesAnyBatch(withBatch(architecture, 1)) && takesAnyBatch(withBatch(architecture, batch)));
        const one = counted(withBatch(architecture, 1)).totals;
        const many = counted(withBatch(architecture, batch)).totals;
        for (const figure of perSample) expect(many[figure], figure).toBe((one[figure] as bigint) * BigInt(batch));
        for (const figure of ['params', 'trainable', 'buffers', 'memory.parameters'])
          expect(many[figure], figure).toBe(one[figure]);
      },
    ),
    { numRuns: 300 },
  );
});
