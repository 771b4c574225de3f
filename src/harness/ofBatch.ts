/** Sizes said to follow from the batch, as those are recorded that a program computes from `x.shape[0]`. */

import type { ArchitectureJson, CallJson } from '../engine/index.ts';
import { atBatch } from '../engine/structure.ts';

/** Options of functions that say how large what comes out is. */
const sizes: ReadonlySet<string> = new Set(
  'size shape sizes output_size repeats split_size split_sizes length end steps num_classes'.split(' '),
);

type Options = NonNullable<CallJson['options']>;

const following = (value: unknown, batch: number): unknown => {
  if (Array.isArray(value)) return value.map((item) => following(item, batch));
  if (!Number.isSafeInteger(value) || (value as number) < batch) return value;
  const plus = (value as number) % batch;
  return { batch: ((value as number) - plus) / batch, ...(plus > 0 ? { plus } : {}) };
};

const sizesFollowing = (options: Options, batch: number): Options =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, sizes.has(name) ? following(value, batch) : value]),
  );

const eachFunction = (calls: readonly CallJson[], change: (options: Options) => Options): CallJson[] =>
  calls.map((call) => ({
    ...call,
    ...(call.op !== undefined && call.options ? { options: change(call.options) } : {}),
    ...(call.calls ? { calls: eachFunction(call.calls, change) } : {}),
  }));

const batchOf = ({ inputs }: ArchitectureJson): number => inputs[0]?.shape[0] ?? 1;

/** The network with every size that is as large as its batch said to follow from it. */
export const withSizesOfBatch = (json: ArchitectureJson): ArchitectureJson => ({
  ...json,
  calls: eachFunction(json.calls, (options) => sizesFollowing(options, batchOf(json))),
});

/** The network with plain numbers in the place of sizes that follow from its batch. */
export const withPlainSizes = (json: ArchitectureJson): ArchitectureJson => ({
  ...json,
  calls: eachFunction(json.calls, (options) => atBatch(options, batchOf(json)) as Options),
});
