/** Networks that are small enough to be executed by naive loops. */

import fc from 'fast-check';
import {
  type ArchitectureJson,
  type CallJson,
  type LayerDefinition,
  layers,
  parseArchitecture,
  shapeNetwork,
} from '../../src/engine/index.ts';
import { architectureArbitrary, type Sizes } from '../../src/harness/generate.ts';
import { operations } from '../figures.ts';

/** Operations of a network that loops execute within a few milliseconds. */
const mostOperations = 20_000n;

const isSmall = (architecture: ArchitectureJson): boolean => {
  const { macs, additions, comparisons } = operations(architecture) as Record<string, bigint>;
  return (macs as bigint) + (additions as bigint) + (comparisons as bigint) <= mostOperations;
};

/** Small networks of the engine's generator. */
export const smallNetworks = (sizes: Sizes): fc.Arbitrary<ArchitectureJson> =>
  architectureArbitrary(sizes).filter(isSmall);

const size = fc.integer({ min: 1, max: 4 });

/** A call of a function that takes two tensors or more, each an input of the network. */
const functionOf = (op: string, shapes: readonly number[][], options: Record<string, unknown>): ArchitectureJson => {
  const inputs = shapes.map((shape, index) => ({ name: `x${index}`, shape }));
  const call: CallJson = { id: op, op, inputs: inputs.map(({ name }) => name), options };
  return { schema: 'countersign/architecture@1', name: 'Network', inputs, calls: [call], outputs: [op] };
};

/** Sums of shapes that are repeated along any dimension, or lack the first ones. */
const broadcastSums = fc
  .array(fc.tuple(size, fc.constantFrom('both', 'left', 'right')), { minLength: 1, maxLength: 4 })
  .chain((dimensions) =>
    fc.tuple(fc.constant(dimensions), fc.nat({ max: dimensions.length }), fc.nat({ max: dimensions.length })),
  )
  .map(([dimensions, missingLeft, missingRight]) => {
    const side = (alone: 'left' | 'right') => dimensions.map(([length, on]) => (on === alone ? 1 : length));
    // One side at most lacks dimensions.
    return functionOf(
      'add',
      [side('left').slice(missingRight > 0 ? 0 : missingLeft), side('right').slice(missingRight)],
      {},
    );
  });

/** One to four tensors of one rank that differ in the dimension along which they are put together. */
const unequalCats = fc
  .tuple(
    fc.array(size, { minLength: 1, maxLength: 4 }),
    fc.array(size, { minLength: 1, maxLength: 4 }),
    fc.nat(),
    fc.boolean(),
  )
  .map(([shape, lengths, place, isNegative]) => {
    const dim = place % shape.length;
    return functionOf(
      'cat',
      lengths.map((length) => shape.with(dim, length)),
      { dim: isNegative ? dim - shape.length : dim },
    );
  });

/** What the generator never draws, since it merges only what fits without repetition. */
const further: Readonly<Record<string, fc.Arbitrary<ArchitectureJson>>> = { add: broadcastSums, cat: unequalCats };

const calls = (architecture: ArchitectureJson, kind: string): boolean =>
  shapeNetwork(parseArchitecture(structuredClone(architecture))).calls.some(
    ({ definition }) => definition?.kind === kind,
  );

/** Networks of one call of a kind, sometimes behind a view that gives its input the rank that it takes. */
export const networksOf = (kind: string): fc.Arbitrary<ArchitectureJson> => {
  const generated = smallNetworks({ kinds: [kind], maxPicks: 1, plain: true }).filter((json) => calls(json, kind));
  const own = further[kind];
  return own ? fc.oneof(generated, { arbitrary: own, weight: 4 }) : generated;
};

/** The kinds whose formulas say that they compute something, or that they have weights. */
export const kindsWithArithmetic: readonly string[] = [...layers.values()]
  .filter((definition: LayerDefinition) => Object.keys(definition.formulas).length > 0)
  .map(({ kind }) => kind);
