/** Networks that are small enough to be executed by naive loops. */

import fc from 'fast-check';
import {
  type ArchitectureJson,
  type LayerDefinition,
  layers,
  parseArchitecture,
  shapeNetwork,
} from '../../src/engine/index.ts';
import type { Sizes } from '../../src/harness/cases.ts';
import { kindOf } from '../../src/harness/features.ts';
import { architectureArbitrary } from '../../src/harness/generate.ts';
import { operations } from '../figures.ts';
import { widerNetworks } from './wider.ts';

/** Operations of a network that loops execute within a few milliseconds. */
const mostOperations = 20_000n;

const isSmall = (architecture: ArchitectureJson): boolean => {
  const { macs, additions, comparisons } = operations(architecture) as Record<string, bigint>;
  return (macs as bigint) + (additions as bigint) + (comparisons as bigint) <= mostOperations;
};

/** Small networks of the engine's generator. */
export const smallNetworks = (sizes: Sizes): fc.Arbitrary<ArchitectureJson> =>
  architectureArbitrary(sizes).filter(isSmall);

const calls = (architecture: ArchitectureJson, kind: string): boolean =>
  shapeNetwork(parseArchitecture(structuredClone(architecture))).calls.some((call) => kindOf(call) === kind);

/** Networks of one call of a kind, sometimes behind a view that gives its input the rank that it takes. */
export const networksOf = (kind: string): fc.Arbitrary<ArchitectureJson> => {
  const generated = smallNetworks({ kinds: [kind], maxPicks: 1, plain: true }).filter((json) => calls(json, kind));
  const wider = widerNetworks(kind)?.filter(isSmall);
  return wider ? fc.oneof(generated, wider) : generated;
};

/** All results of a network's last call, such as the states of an LSTM, and not its first one alone. */
export const withEveryOutput = (architecture: ArchitectureJson): ArchitectureJson => {
  const last = shapeNetwork(parseArchitecture(structuredClone(architecture))).calls.at(-1);
  return { ...architecture, outputs: last?.outputs.map((_, index) => `${last.id}:${index}`) ?? [] };
};

/** The kinds that are made of others, and executed as those are. */
export const composites: readonly string[] = [...layers.values()]
  .filter(({ body }) => body !== undefined)
  .map(({ kind }) => kind);

/** The kinds whose formulas say that they compute something, or that they have weights. */
export const kindsWithArithmetic: readonly string[] = [...layers.values()]
  .filter((definition: LayerDefinition) => Object.keys(definition.formulas).length > 0)
  .map(({ kind }) => kind);
