/** Functions that put elements in another order along a dimension, or add them up along it. */

import { z } from 'zod';
import { counted, noDimension, wrongDimensions } from '../../dimensions.ts';
import type { Draw } from '../../generator.ts';
import type { LayerDefinition } from '../../layer.ts';
import type { Formulas } from '../../operations.ts';
import { dimension, elementType } from '../../options.ts';
import { stridesLike } from '../../strides.ts';
import { type Dtype, isFloating, numel, type Shape, type Tensor, tensor } from '../../tensor.ts';
import { listed, movement } from '../families/movement.ts';
import { together } from './joins.ts';

/** How many elements lie along a dimension. */
export const lines = (dim: number, shape: Shape): number => shape[counted(dim, shape.length)] ?? 1;

/** A copy in the order in memory of the tensor it was made from. */
export const copied = (input: Tensor, dtype: Dtype = input.dtype): Tensor => ({
  shape: input.shape,
  dtype,
  strides: stridesLike(input),
});

/** A dimension other than the first. */
export const drawDim = (draw: Draw, { shape }: Tensor) => (shape.length < 2 ? undefined : { dim: draw.oneOf([1, -1]) });

/** PyTorch cuts the dimension in two parts, one of them empty without a shift, and puts them together the other way round. */
const rolled = (input: Tensor, dim: number, shift: number): Tensor => {
  const { shape, dtype } = input;
  const place = counted(dim, shape.length);
  const size = shape[place] as number;
  const length = Math.abs(shift % size);
  if (length === 0) return tensor(shape, dtype);
  const part = (of: number): Tensor => ({ ...input, shape: shape.with(place, of) });
  return together([part(length), part(size - length)], shape);
};

/** Along several dimensions one after the other. Source: roll in torch 2.15, aten/src/ATen/native/TensorTransformations.cpp. */
const roll = movement({
  kind: 'roll',
  options: () => ({
    shifts: z.union([z.int(), z.array(z.int()).max(64)]),
    dims: z
      .union([dimension, z.array(dimension)])
      .nullable()
      .default(null),
  }),
  signature: 'input, shifts, dims=None',
  valid: ({ shifts, dims }) =>
    [shifts].flat().length === ([dims ?? 0].flat().length || 1)
      ? undefined
      : { code: 'option', option: 'dims', rule: 'it names a dimension for each shift', got: dims },
  requires: ({ dims }, [{ shape }]) => {
    const missing = [dims ?? []].flat().find((dim) => shape.length === 0 || noDimension(dim, shape));
    return missing === undefined ? undefined : { code: 'dimension', dimension: missing, shape };
  },
  outputs: ({ shifts, dims }, [input]) => {
    const named = [dims ?? []].flat();
    if (named.length === 0) return [tensor(input.shape, input.dtype)];
    return [named.reduce((made, dim, at) => rolled(made, dim, [shifts].flat()[at] as number), input)];
  },
  storage: 'new',
  draw: (draw, { shape }) => (shape.length < 2 ? undefined : { shifts: draw.integer(1, 2), dims: 1 }),
});

const flip = movement({
  kind: 'flip',
  options: () => ({ dims: z.array(dimension).max(64) }),
  signature: 'input, *dims',
  spellings: ['torch.Tensor.flip', 'torch.flip'],
  page: 'torch.flip',
  signatures: listed('flip', 'dims'),
  requires: ({ dims }, [{ shape }]) => wrongDimensions(dims, shape, 'dims'),
  outputs: (_, [input]) => [copied(input)],
  storage: 'new',
  draw: (_, { shape }) => (shape.length < 2 ? undefined : { dims: [shape.length - 1] }),
});

const triangle = (kind: 'tril' | 'triu'): LayerDefinition =>
  movement({
    kind,
    options: () => ({ diagonal: z.int().default(0) }),
    signature: 'input, diagonal=0',
    requires: (_, [{ shape }]) => (shape.length >= 2 ? undefined : { code: 'rank', expected: [2, 3, 4], shape }),
    outputs: (_, [input]) => [tensor(input.shape, input.dtype)],
    storage: 'new',
    draw: (draw, { shape }) => (shape.length < 2 ? undefined : { diagonal: draw.oneOf([0, 1, -1]) }),
  });

const running = (kind: string, formulas: Formulas): LayerDefinition =>
  movement({
    kind,
    options: () => ({ dim: dimension, dtype: elementType.nullable().default(null) }),
    signature: 'input, dim, *, dtype=None',
    requires: ({ dim }, [{ shape }]) => noDimension(dim, shape),
    outputs: ({ dtype }, [input]) => [tensor(input.shape, dtype ?? (isFloating(input.dtype) ? input.dtype : 'int64'))],
    storage: 'new',
    symbols: ({ dim }, [{ shape }]) => ({ length: lines(dim, shape) }),
    formulas,
    draw: drawDim,
  });

/** By rule, the greatest of those left is found by going through them, as often as elements are wanted. */
const rule =
  'By rule: each element that is wanted is found by comparing all that are left. PyTorch needs fewer comparisons.';
const selections: Formulas = { comparisons: 'x_numel / length * (k * (2 * length - k - 1)) / 2' };

const topk = movement({
  kind: 'topk',
  options: () => ({
    k: z.int().min(0),
    dim: dimension.default(-1),
    largest: z.boolean().default(true),
    sorted: z.boolean().default(true),
  }),
  signature: 'input, k, dim=-1, largest=True, sorted=True',
  takes: ['number'],
  requires: ({ k, dim }, [{ shape }]) =>
    noDimension(dim, shape) ??
    (k <= lines(dim, shape)
      ? undefined
      : { code: 'option', option: 'k', rule: `there are ${lines(dim, shape)} elements`, got: k }),
  outputs: ({ k, dim }, [{ shape, dtype }]) => {
    const made = shape.length === 0 ? shape : shape.with(counted(dim, shape.length), k);
    return [tensor(made, dtype), tensor(made, 'int64')];
  },
  storage: 'new',
  symbols: ({ k, dim }, [{ shape }]) => ({ length: lines(dim, shape), k }),
  formulas: selections,
  depends: rule,
  draw: (draw, { shape }) => (shape.length < 2 ? undefined : { k: draw.integer(1, shape.at(-1) as number) }),
});

const sorting = (kind: 'sort' | 'argsort'): LayerDefinition =>
  movement({
    kind,
    options: () => ({
      dim: dimension.default(-1),
      descending: z.boolean().default(false),
      stable: z.boolean().default(false),
    }),
    signature: 'input, dim=-1, descending=False',
    // What is said to be stable or not takes its other arguments by name.
    signatures: Object.fromEntries(
      [`torch.${kind}`, `torch.Tensor.${kind}`].map((spelling) => [
        spelling,
        ['input, *, stable, dim=-1, descending=False', 'input, dim=-1, descending=False'],
      ]),
    ),
    requires: ({ dim }, [{ shape }]) => noDimension(dim, shape),
    outputs: (_, [input]) => {
      const places = copied(input, 'int64');
      return kind === 'sort' ? [copied(input), places] : [places];
    },
    storage: 'new',
    symbols: ({ dim }, [{ shape }]) => ({ length: lines(dim, shape) }),
    formulas: { comparisons: 'x_numel * (length - 1) / 2' },
    depends: rule,
    draw: drawDim,
  });

/** Elements chosen along a dimension by a list of places. */
const indexSelect = movement({
  kind: 'index_select',
  options: () => ({ dim: dimension }),
  signature: 'input, dim, index',
  tensors: ['input', 'index'],
  spellings: ['torch.index_select', 'torch.Tensor.index_select'],
  arity: 2,
  takes: ['any', 'integer'],
  requires: ({ dim }, [{ shape }, index]) => {
    const places = index as Tensor;
    if (places.shape.length > 1) return { code: 'rank', expected: [0, 1], shape: places.shape };
    const missing = noDimension(dim, shape) ?? wrongPlaces(places);
    if (missing || shape.length > 0 || numel(places.shape) === 1) return missing;
    return { code: 'mismatch', shapes: [shape, places.shape], rule: 'one number alone has one place' };
  },
  outputs: ({ dim }, [{ shape, dtype }, index]) => [
    tensor(shape.length === 0 ? [] : shape.with(counted(dim, shape.length), (index as Tensor).shape[0] ?? 1), dtype),
  ],
  indices: ({ dim }, [{ shape }]) => ({ index: lines(dim, shape) }),
  storage: 'new',
  draw: drawDim,
  generate: { operands: (draw) => ({ inputs: [{ shape: [draw.integer(1, 5)], dtype: 'int64' }] }) },
});

/** Why a tensor cannot name places. */
export const wrongPlaces = ({ dtype }: Tensor) =>
  dtype === 'int64' || dtype === 'int32'
    ? undefined
    : ({ code: 'dtype', expected: 'int64 or int32', got: dtype } as const);

/** For each place of the index the element there: the index may be smaller than the input, but for the dimension. */
const gather = movement({
  kind: 'gather',
  options: () => ({ dim: dimension }),
  signature: 'input, dim, index',
  tensors: ['input', 'index'],
  spellings: ['torch.gather', 'torch.Tensor.gather'],
  arity: 2,
  takes: ['any', 'integer'],
  requires: ({ dim }, [{ shape }, index]) => {
    const places = index as Tensor;
    const missing = noDimension(dim, shape);
    if (missing) return missing;
    const fits = places.shape.every((size, at) => at === counted(dim, shape.length) || size <= (shape[at] as number));
    if (places.shape.length !== shape.length || !fits)
      return {
        code: 'mismatch',
        shapes: [shape, places.shape],
        rule: `the index may be larger in dimension ${dim} only`,
      };
    return wrongPlaces(places);
  },
  outputs: (_, [{ dtype }, index]) => [tensor((index as Tensor).shape, dtype)],
  indices: ({ dim }, [{ shape }]) => ({ index: lines(dim, shape) }),
  storage: 'new',
  draw: drawDim,
  generate: {
    operands: (draw, { shape }, { dim }) => ({
      inputs: [{ shape: shape.with(counted(dim, shape.length), draw.integer(1, 4)), dtype: 'int64' }],
    }),
  },
});

export const orders: readonly LayerDefinition[] = [
  flip,
  gather,
  indexSelect,
  roll,
  running('cumprod', { multiplications: 'x_numel - x_numel / length' }),
  running('cumsum', { additions: 'x_numel - x_numel / length' }),
  sorting('argsort'),
  sorting('sort'),
  topk,
  triangle('tril'),
  triangle('triu'),
];
