/** Small networks that show what each convention says of a kind: where they agree, and each way in which one departs. */

import {
  type ArchitectureJson,
  type Convention,
  conventions,
  findConvention,
  isLeaf,
  type Prediction,
  parseArchitecture,
  type ShapedNetwork,
  shapeNetwork,
} from '../engine/index.ts';
import { casesOf, type Sizes } from '../harness/cases.ts';
import { reduce } from '../harness/reduce.ts';
import { definitionSum } from './figures.ts';
import { type Statement, shownOf, statementsOf } from './shown.ts';

/** Draws among which the departures are looked for, and how many of them are kept as they are. */
const draws = 60;
const kept = 2;
const mostExecutions = 200;

/** Draws of several layers, of the kind and of others, for what a layer alone does not show. */
const furtherDraws = 200;
const companions = ['Linear', 'Conv2d', 'sum', 'flatten', 'squeeze'];

const definition = findConvention('definition');

/** Figures in which a prediction is not what the definition says, or the error that it predicts. */
const departures = (convention: Convention, told: Prediction, truth: Prediction): readonly string[] => {
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

function* drawn(number: number, sizes: Sizes): Generator<ArchitectureJson> {
  const next = casesOf(1, { maxElements: 500, ...sizes });
  for (let index = 0; index < number; index++) yield next().architecture;
}

/** Distinct networks of one layer of a kind. */
const drawnAlone = (kind: string): readonly ArchitectureJson[] => {
  const all = [...drawn(draws, { kinds: [kind], maxLayers: 1, plain: true })];
  const alone = all.filter((json) => calledIn(json).join() === kind);
  // A constant takes nothing, and a network needs something that takes its input.
  const found = alone.length > 0 ? alone : all.filter((json) => calledIn(json).includes(kind));
  return [...new Map(found.map((json) => [JSON.stringify(json), json])).values()];
};

const isIn = (kind: string, { calls }: ShapedNetwork): boolean =>
  calls.some((call) => isLeaf(call) && call.definition.kind === kind);

/** Networks with a kind in them, the simplest first: of one layer, those given, of several kinds, and of the kind alone. */
function* networksOf(
  kind: string,
  alone: readonly ArchitectureJson[],
  given: readonly ArchitectureJson[],
): Generator<ArchitectureJson> {
  yield* alone;
  yield* given;
  yield* drawn(furtherDraws, { kinds: [kind, ...companions], maxLayers: 4 });
  yield* drawn(furtherDraws, { kinds: [kind], maxLayers: 3 });
}

interface Wanted {
  readonly convention: Convention;
  readonly statement: Statement;
}

/** What conventions say of a kind that none of the networks shows. */
export const unshown = (kind: string, networks: readonly ArchitectureJson[]): readonly Wanted[] => {
  const seen = networks.map(shaped);
  return [...conventions.values()].flatMap((convention) =>
    statementsOf(convention, kind)
      .filter((statement) => !seen.some((network) => shownOf(convention, kind, network) === statement))
      .map((statement) => ({ convention, statement })),
  );
};

/** The networks, and behind them the smallest for each statement on the kind that they do not show. */
export const withStatements = async (
  kind: string,
  held: readonly ArchitectureJson[],
  given: readonly ArchitectureJson[],
): Promise<readonly ArchitectureJson[]> => {
  const chosen = [...held];
  let left = unshown(kind, chosen);
  if (left.length === 0) return chosen;
  for (const json of networksOf(kind, drawnAlone(kind), given)) {
    for (const { convention, statement } of left) {
      const shows = (one: ArchitectureJson): boolean => shownOf(convention, kind, shaped(one)) === statement;
      if (!isIn(kind, shaped(json)) || !shows(json)) continue;
      const { architecture } = await reduce(json, async (smaller) => shows(smaller), mostExecutions);
      chosen.push(architecture);
      left = unshown(kind, chosen);
      if (left.length === 0) return chosen;
    }
  }
  return chosen;
};

/** The networks of a kind: two as they were drawn, and the smallest for each way in which totals depart that none before it shows. */
const departing = async (kind: string): Promise<readonly ArchitectureJson[]> => {
  const alone = drawnAlone(kind);
  const chosen = new Map(alone.slice(0, kept).map((json) => [JSON.stringify(json), json]));
  for (const convention of conventions.values()) {
    if (!convention.tool) continue;
    const shown = new Set([...chosen.values()].map((json) => signOf(convention, shaped(json))));
    for (const json of alone) {
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

/** The networks that show what conventions say of a kind; what no draw shows is looked for in the networks that are given. */
export const vectorsOf = async (
  kind: string,
  given: readonly ArchitectureJson[],
): Promise<readonly ArchitectureJson[]> => withStatements(kind, await departing(kind), given);
