/** What a campaign draws, from the options of a command. */

import { layers } from '../engine/index.ts';
import type { Shard } from '../harness/campaign.ts';
import type { Sizes } from '../harness/cases.ts';
import { UsageError } from './exit.ts';
import { parseWhole } from './inputs.ts';
import { knownName, knownNames, namesIn } from './network.ts';

export interface DrawingOptions {
  readonly kinds?: string | undefined;
  readonly weights?: string | undefined;
  readonly maxLayers?: string | undefined;
  readonly ranks?: string | undefined;
  readonly maxElements?: string | undefined;
  readonly maxFlops?: string | undefined;
}

const kindNames = (): string[] => [...layers.keys()];

/** `Conv2d=5,LSTM=0.5`: how often kinds are drawn, relative to what they would be. */
const parseWeights = (text: string): Record<string, number> =>
  Object.fromEntries(
    namesIn(text, 'weights').map((part) => {
      const [kind = '', number = ''] = part.split('=');
      const weight = Number(number);
      if (!/^[0-9.]+$/.test(number) || !(weight >= 0 && weight <= 1000))
        throw new UsageError(
          `--weights "${part}" is not a weight from 0 to 1000. Write it as --weights Conv2d=5,LSTM=0.5.`,
        );
      return [knownName(kind, 'kind of layer', kindNames()), weight];
    }),
  );

/** Reads what is to be drawn; throws UsageError, also where no kind is left. */
export const drawingFrom = (options: DrawingOptions): Sizes => {
  const { kinds, weights, maxLayers, ranks, maxElements, maxFlops } = options;
  const sizes: Sizes = {
    ...(kinds === undefined ? {} : { kinds: knownNames(kinds, 'kinds', 'kind of layer', kindNames()) }),
    ...(weights === undefined ? {} : { weights: parseWeights(weights) }),
    ...(maxLayers === undefined ? {} : { maxLayers: parseWhole('--max-layers', maxLayers, 1, 1000) }),
    ...(ranks === undefined ? {} : { ranks: namesIn(ranks, 'ranks').map((rank) => parseWhole('--ranks', rank, 1, 8)) }),
    ...(maxElements === undefined ? {} : { maxElements: parseWhole('--max-elements', maxElements, 1, 1e9) }),
    ...(maxFlops === undefined ? {} : { maxFlops: parseWhole('--max-flops', maxFlops, 1, 1e12) }),
  };
  const isDrawn = ({ kind, generate }: { kind: string; generate: { ranks: readonly number[] } }): boolean =>
    (!sizes.kinds || sizes.kinds.includes(kind)) &&
    (!sizes.ranks || generate.ranks.some((rank) => sizes.ranks?.includes(rank))) &&
    sizes.weights?.[kind] !== 0;
  if (![...layers.values()].some(isDrawn))
    throw new UsageError('No kind of layer is left to draw: --kinds, --ranks and --weights exclude them all.');
  return sizes;
};

/** `2/5`: the second of five parts of a campaign, which are run apart from each other. */
export const parseShard = (text: string): Shard => {
  const [, part, of] = /^([0-9]+)\/([0-9]+)$/.exec(text.trim()) ?? [];
  const shard = { part: Number(part), of: Number(of) };
  if (shard.part >= 1 && shard.part <= shard.of && shard.of <= 10_000) return shard;
  throw new UsageError(`--shard "${text}" is not a part of a campaign. Write it as --shard 2/5, the second of five.`);
};
