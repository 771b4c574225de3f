/** The cases of a campaign, one after the other: the same for the same seed, whoever asks for them and when. */

import {
  type ArchitectureJson,
  conventions,
  findConvention,
  isLeaf,
  type LayerDefinition,
  parseArchitecture,
  type ShapedNetwork,
  shapeNetwork,
} from '../engine/index.ts';
import { runOnOwnInputs, unstatedWhereNotShaped } from '../engine/wholes.ts';
import { openCoverage } from './coverage.ts';
import { type Bounds, choices, distinct, drawable, drawFrom, type Pick } from './picks.ts';
import { randomFrom } from './random.ts';
import { resolveCounting } from './resolve.ts';
import { openSteering } from './steer.ts';

export interface Sizes extends Bounds {
  /** At most this many picks, as many as layers, or 16 unless stated; a pick is a call, sometimes with a repair before it. */
  readonly maxPicks?: number;
  /** At most this many layers and functions. */
  readonly maxLayers?: number;
  /** FLOPs of the definition that a network may take, 40 million unless stated. */
  readonly maxFlops?: number;
}

/** One case, with what it took to draw it. */
export interface Case {
  readonly index: number;
  readonly architecture: ArchitectureJson;
  readonly network: ShapedNetwork;
  readonly picks: number;
  /** Picks that did not fit, even with a repair. */
  readonly discarded: number;
}

const usualPicks = 16;

/**
 * Two networks of a thousand take more, and a few of those as much as all others together: every tool runs a network,
 * and would be given up on one that takes minutes.
 */
const usualFlops = 40_000_000;

/** Draws that are given up before one stands that is larger than was asked for, or not defined. */
const patience = 50;

const definition = findConvention('definition');

const flopsOf = (network: ShapedNetwork): bigint => {
  const counted = definition.count(network);
  return counted.status === 'raises' ? 0n : (counted.totals.flops as bigint);
};

/** How those tools run a network that run another batch than its own. */
const onOtherBatches = [...conventions.values()]
  .map(({ traversal }) => traversal)
  .filter(({ batch }) => batch !== undefined);

/** Whether such a batch leaves results without elements, or norms too few: PyTorch then goes on with what nobody can foretell. */
const isUndefinedElsewhere = ({ architecture }: ShapedNetwork): boolean =>
  onOtherBatches.some((traversal) => unstatedWhereNotShaped(runOnOwnInputs(architecture, traversal)) !== undefined);

/** Gives the cases of a seed in order, the first at the first call. Later ones are steered by the earlier. */
export const casesOf = (seed: number, sizes: Sizes = {}): (() => Case) => {
  const {
    maxLayers = Number.POSITIVE_INFINITY,
    maxPicks = sizes.maxLayers ?? usualPicks,
    maxFlops = usualFlops,
  } = sizes;
  const steering = openSteering(seed, sizes.weights);
  const coverage = openCoverage();
  let next = 0;

  const draw = (index: number, attempt: number): Omit<Case, 'index'> => {
    const random = randomFrom(seed, index, attempt);
    const input = Array.from({ length: 7 }, () => random(choices - 1));
    const candidates = drawable(sizes, drawFrom(input).integer(0, choices - 1));
    const { definitions, places } = distinct(candidates);
    let before: LayerDefinition | undefined;
    const picks = Array.from({ length: 1 + random(Math.min(maxPicks, maxLayers) - 1) }, (): Pick => {
      before = steering.kind(definitions, before, random);
      return {
        kind: places.get(before) as number,
        from: random(9_999),
        structure: random(9_999),
        share: random(9_999),
        even: random(9_999),
        numbers: steering.numbers(before.kind),
      };
    });
    const { architecture, discarded } = resolveCounting({ input, picks }, sizes);
    const network = shapeNetwork(parseArchitecture(architecture));
    return { architecture, network, picks: picks.length, discarded };
  };

  const isUnfit = (drawn: Omit<Case, 'index'>): boolean => isTooLarge(drawn) || isUndefinedElsewhere(drawn.network);

  const isTooLarge = ({ network }: Omit<Case, 'index'>): boolean =>
    network.calls.filter(isLeaf).length > maxLayers || flopsOf(network) > maxFlops;

  return () => {
    const index = next++;
    let drawn = draw(index, 0);
    for (let attempt = 1; attempt < patience && isUnfit(drawn); attempt++) drawn = draw(index, attempt);
    steering.learn(coverage.add(drawn.network));
    return { index, ...drawn };
  };
};
