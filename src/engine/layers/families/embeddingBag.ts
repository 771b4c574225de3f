/** What EmbeddingBag and embedding_bag have in common: rows of a table, put together bag by bag. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import { wrongRank } from '../../geometry.ts';
import type { Inputs, Named } from '../../layer.ts';
import { real } from '../../options.ts';
import type { IndexBound } from '../../signature.ts';
import { isInteger, numel, type Tensor } from '../../tensor.ts';
import { learning, unindexed } from './embedding.ts';

export const bagOptions = {
  norm_type: real.default(2),
  ...learning,
  mode: z.enum(['sum', 'mean', 'max']).default('mean'),
  include_last_offset: z.boolean().default(false),
  padding_idx: z.int().nullable().default(null),
};

interface Bags {
  readonly mode: 'sum' | 'mean' | 'max';
  readonly include_last_offset: boolean;
  readonly padding_idx: number | null;
  readonly sparse: boolean;
  readonly scale_grad_by_freq: boolean;
}

/** How many bags there are: the rows of an input, or what the offsets say, of which the last may be the end. */
export const bagsOf = (
  { include_last_offset }: Pick<Bags, 'include_last_offset'>,
  [input]: Inputs,
  { offsets }: Named,
) => (offsets ? (offsets.shape[0] as number) - (include_last_offset ? 1 : 0) : (input.shape[0] as number));

const valueError = (complaint: Complaint): Complaint => ({ ...complaint, error: 'ValueError' });

/** Indices and offsets are brought to one type first, which must be int64 or int32. */
const untyped = (input: Tensor, offsets: Tensor | undefined): Complaint | undefined => {
  if (offsets && !isInteger(offsets.dtype)) return unindexed(offsets);
  if (!offsets || unindexed(offsets)) return unindexed(input);
  return isInteger(input.dtype) ? undefined : unindexed(input);
};

/** Why bags cannot be made of these tensors. `dtype` is the table's element type. */
export const wrongBags = (
  { mode, sparse, scale_grad_by_freq }: Bags,
  [input]: Inputs,
  { offsets, per_sample_weights }: Named,
  dtype: Tensor['dtype'],
): Complaint | undefined => {
  const { shape } = input;
  const rule = (text: string, ...shapes: readonly Tensor[]): Complaint =>
    valueError({ code: 'mismatch', shapes: [shape, ...shapes.map((one) => one.shape)], rule: text });
  if (per_sample_weights && String(per_sample_weights.shape) !== String(shape))
    return rule('per_sample_weights must have the shape of the input', per_sample_weights);
  const rank = wrongRank(input, [1, 2]);
  if (rank) return valueError(rank);
  if ((shape.length === 1) !== (offsets !== undefined))
    return rule('an input of one dimension needs offsets, and one of two takes none', ...(offsets ? [offsets] : []));
  if (offsets && offsets.shape.length !== 1) return rule('offsets have one dimension', offsets);
  if (mode === 'max' && (sparse || scale_grad_by_freq))
    return valueError({
      code: 'option',
      option: sparse ? 'sparse' : 'scale_grad_by_freq',
      rule: 'it must be false in the mode "max"',
      got: true,
    });
  if (per_sample_weights && mode !== 'sum')
    return {
      code: 'option',
      option: 'mode',
      rule: 'per_sample_weights need "sum"',
      got: mode,
      error: 'NotImplementedError',
    };
  if (per_sample_weights && per_sample_weights.dtype !== dtype)
    return { code: 'dtype', expected: dtype, got: per_sample_weights.dtype };
  return untyped(input, offsets);
};

/** Where the bags begin: no bag is empty, and each element lies in one. */
export const offsetsOf = ({ include_last_offset }: Bags, [{ shape }]: Inputs, { offsets }: Named) =>
  offsets ? { offsets: { parts: numel(shape), closed: include_last_offset } satisfies IndexBound } : {};

export const bagSymbols = (options: Bags, inputs: Inputs, named: Named) => ({
  further: Math.max(numel(inputs[0].shape) - bagsOf(options, inputs, named), 0),
  summed: options.mode === 'max' ? 0 : 1,
  largest: options.mode === 'max' ? 1 : 0,
  mean: options.mode === 'mean' ? 1 : 0,
  weighted: named.per_sample_weights ? 1 : 0,
});

/** y[b, e] = Σ_i w[i] W[x[i], e] over the elements i of bag b; in the mode "mean" it is divided by their number, in "max" it is the largest. */
export const bagCost = {
  multiplications: 'weighted * x_numel * E',
  additions: 'summed * further * E',
  comparisons: 'largest * further * E',
  divisions: 'mean * y_numel',
};

export const bagsDepend = ({ padding_idx }: Bags, _: Inputs, { offsets }: Named): string | undefined => {
  const rules = [
    ...(offsets ? ['Where the bags begin is data: counted as if each element lay in one and none was empty.'] : []),
    ...(padding_idx === null ? [] : ['An upper bound: rows to leave out are counted as any other.']),
  ];
  return rules.length > 0 ? rules.join(' ') : undefined;
};

/** Options that decide how bags are made of a table of so many rows. */
export const drawBags = (draw: Draw, rows: number) => ({
  mode: draw.oneOf(['mean', 'sum', 'max'] as const),
  include_last_offset: draw.boolean(),
  padding_idx: draw.integer(0, 3) === 3 ? draw.integer(-rows, rows - 1) : null,
});

/** Whether bags can be drawn of an input: one behind the other need places between them. */
export const isDrawable = ({ shape, dtype }: Tensor): boolean =>
  (dtype === 'int64' || dtype === 'int32') && (shape.length === 2 || (shape.length === 1 && (shape[0] as number) > 2));

/** Indices of bags: some of one length, or one behind the other. */
export const drawIndices = (draw: Draw, batch: number) =>
  ({
    shape: draw.boolean() ? [draw.integer(3, 9)] : [batch, draw.integer(1, 6)],
    dtype: draw.integer(0, 3) === 3 ? 'int32' : 'int64',
  }) as const;

/** Offsets where the input needs them, fewer than its elements, and weights where the mode takes them. */
export const drawNamedBags = (
  draw: Draw,
  { shape, dtype }: Tensor,
  { mode, include_last_offset }: Pick<Bags, 'mode' | 'include_last_offset'>,
) => {
  const closing = include_last_offset ? 1 : 0;
  const length = shape[0] as number;
  const bags = draw.integer(1, length - 1 - closing);
  return {
    ...(shape.length === 1 ? { offsets: { shape: [bags + closing], dtype } } : {}),
    ...(mode === 'sum' && draw.boolean() ? { per_sample_weights: { shape } } : {}),
  };
};
