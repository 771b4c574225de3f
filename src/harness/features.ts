/** What a network has in it, for statistics and for steering: kinds, options, shapes, structure. */

import { type AnyOptions, isLeaf, numel, type ShapedCall, type ShapedNetwork } from '../engine/index.ts';
import { passedIn } from './passed.ts';

/** Small numbers as they are, larger ones in powers of two. */
const bucketOf = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(bucketOf)}]`;
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) < 5) return String(value);
  const power = 2 ** Math.floor(Math.log2(Math.abs(value)));
  return `${value < 0 ? '-' : ''}${Math.max(power, 5)}..${2 * power - 1}`;
};

/** A number as the range that it falls into: `1`, `2..3`, `4..7`. */
export const rangeOf = (value: number): string => {
  if (value < 2) return String(value);
  const power = 2 ** Math.floor(Math.log2(value));
  return `${power}..${2 * power - 1}`;
};

/** A number as the power of ten that it falls into: `1..9`, `10..99`. */
export const magnitudeOf = (value: number): string => {
  const power = 10 ** (String(value).length - 1);
  return `${power}..${10 * power - 1}`;
};

/** One option of a call with the bucket that its value falls into, by name and as one text. */
export interface Feature {
  readonly name: string;
  readonly bucket: string;
  readonly text: string;
}

const feature = (name: string, bucket: string): Feature => ({ name, bucket, text: `${name}=${bucket}` });

/** By the options, which are one object where they are alike, and the rank. */
const known = new WeakMap<AnyOptions, Map<number | undefined, readonly Feature[]>>();

/** A call's options and the rank of its first input, or of what comes out where it takes none: one list for calls that are alike. */
export const featuresOf = ({ options, inputs, outputs }: ShapedCall): readonly Feature[] => {
  const rank = (inputs.at(0) ?? outputs[0])?.shape.length;
  const byRank = known.get(options) ?? new Map<number | undefined, readonly Feature[]>();
  known.set(options, byRank);
  const found = byRank.get(rank) ?? [
    ...Object.entries(options).map(([name, value]) => feature(name, bucketOf(value))),
    feature('rank', String(rank)),
  ];
  byRank.set(rank, found);
  return found;
};

/** What is called by its own kind: layers and functions, and kinds made of others. */
export const kindOf = ({ definition, module }: ShapedCall): string | undefined =>
  definition?.kind ?? module?.definition?.kind;

/** A network's structure in numbers. */
export interface Structure {
  readonly layers: number;
  /** How deep containers lie in one another. */
  readonly depth: number;
  readonly inputs: number;
  readonly elements: number;
  /** Whether a value is used by several calls. */
  readonly isBranched: boolean;
  /** Whether a module is called several times. */
  readonly isShared: boolean;
}

export const structureOf = (network: ShapedNetwork): Structure => {
  const { calls, inputs } = network;
  const leaves = calls.filter(isLeaf);
  const taken = [...passedIn(network).values()].flatMap(({ takes }) => [...new Set(takes)]);
  const modules = leaves.flatMap(({ module }) => module ?? []);
  return {
    layers: leaves.length,
    depth: Math.max(
      0,
      ...leaves.map(({ within: { paths } }) => (paths[0] ? (paths[0] as string).split('.').length : 0)),
    ),
    inputs: inputs.length,
    elements: inputs.reduce((sum, { shape }) => sum + numel(shape), 0),
    isBranched: new Set(taken).size < taken.length,
    isShared: new Set(modules).size < modules.length,
  };
};
