/** Small networks of one layer that show what each convention says of a kind: where they agree, and each way in which one departs. */

import {
  type ArchitectureJson,
  type Convention,
  conventions,
  type Prediction,
  parseArchitecture,
  type ShapedNetwork,
  shapeNetwork,
} from '../engine/index.ts';
import { casesOf } from '../harness/cases.ts';
import { reduce } from '../harness/reduce.ts';
import { definitionSum } from './figures.ts';

/** Draws among which the departures are looked for, and how many of them are kept as they are. */
const draws = 60;
const kept = 2;
const mostExecutions = 200;

const definition = conventions.get('definition') as Convention;

/** Figures in which a prediction is not what the definition says, or the error that it predicts. */
export const departures = (convention: Convention, told: Prediction, truth: Prediction): readonly string[] => {
  if (told.status === 'raises') return [told.error];
  if (truth.status === 'raises') return [];
  return Object.entries(told.totals)
    .filter(([figure, value]) => {
      const sum = definitionSum(convention, figure, truth);
      return sum !== undefined && typeof value === 'bigint' && value !== sum;
    })
    .map(([figure]) => figure);
};

const shaped = (json: ArchitectureJson): ShapedNetwork => shapeNetwork(parseArchitecture(structuredClone(json)));

const signOf = (convention: Convention, network: ShapedNetwork): string =>
  departures(convention, convention.count(network), definition.count(network)).join();

/** The kinds that a network's own calls are of. */
const calledIn = ({ calls, modules = [] }: ArchitectureJson): readonly string[] => {
  const kindAt = new Map(modules.flatMap((given) => ('kind' in given ? [[given.path, given.kind] as const] : [])));
  return calls.map(({ op, module = '' }) => op ?? kindAt.get(module) ?? '');
};

/** The networks of a kind: two as they were drawn, then the smallest for each departure that none before it shows. */
export const vectorsOf = async (kind: string): Promise<readonly ArchitectureJson[]> => {
  const next = casesOf(1, { kinds: [kind], maxLayers: 1, maxElements: 500, plain: true });
  const all = Array.from({ length: draws }, () => next().architecture);
  const alone = all.filter((json) => calledIn(json).join() === kind);
  // A constant takes nothing, and a network needs something that takes its input.
  const drawn = alone.length > 0 ? alone : all.filter((json) => calledIn(json).includes(kind));
  const unique = [...new Map(drawn.map((json) => [JSON.stringify(json), json])).values()];
  const chosen = new Map(unique.slice(0, kept).map((json) => [JSON.stringify(json), json]));
  for (const convention of conventions.values()) {
    if (!convention.tool) continue;
    const shown = new Set([...chosen.values()].map((json) => signOf(convention, shaped(json))));
    for (const json of unique) {
      const sign = signOf(convention, shaped(json));
      if (sign === '' || shown.has(sign)) continue;
      shown.add(sign);
      const stillDeparts = async (smaller: ArchitectureJson): Promise<boolean> =>
        calledIn(smaller).includes(kind) && signOf(convention, shaped(smaller)) === sign;
      const { architecture } = await reduce(json, stillDeparts, mostExecutions);
      chosen.set(JSON.stringify(architecture), architecture);
    }
  }
  return [...chosen.values()];
};
