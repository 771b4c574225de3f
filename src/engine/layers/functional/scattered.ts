/** Functions that put elements, or add them, at places that a tensor names. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { counted, noDimension } from '../../dimensions.ts';
import type { Draw } from '../../generator.ts';
import type { Inputs, LayerDefinition } from '../../layer.ts';
import { dimension, scalar } from '../../options.ts';
import { numel, type Shape, type Tensor, tensor } from '../../tensor.ts';
import { unheld } from '../families/elementwise.ts';
import { movement } from '../families/movement.ts';
import { copied, drawDim, lines, wrongPlaces } from './order.ts';

const spelt = (kind: string) => [`torch.${kind}`, `torch.Tensor.${kind}`, `torch.Tensor.${kind}_`] as const;

const otherType = ({ dtype }: Tensor, other: Tensor): Complaint | undefined =>
  other.dtype === dtype ? undefined : { code: 'dtype', expected: `${dtype}, as the first has`, got: other.dtype };

/** Why places for single elements do not fit: within the input but for the dimension, and no more than there are elements to put there. */
const wrongIndex = (dim: number, input: Tensor, index: Tensor, source?: Tensor): Complaint | undefined => {
  const { shape } = input;
  const missing = noDimension(dim, shape);
  if (missing) return missing;
  const place = counted(dim, shape.length);
  const isWithin = (from: Shape, isFree: (at: number) => boolean): boolean =>
    from.length === index.shape.length && index.shape.every((size, at) => isFree(at) || size <= (from[at] as number));
  if (!isWithin(shape, (at) => at === place) || (source && !isWithin(source.shape, () => false)))
    return {
      code: 'mismatch',
      shapes: [shape, index.shape, ...(source ? [source.shape] : [])],
      rule: `the index may be larger than the first in dimension ${dim} only, and than the source in none`,
    };
  return wrongPlaces(index) ?? (source && otherType(input, source));
};

const drawIndex = (draw: Draw, { shape }: Tensor, dim: number): Shape =>
  shape.with(counted(dim, shape.length), draw.integer(1, 4));

const below = ({ dim }: { readonly dim: number }, [{ shape }]: Inputs) => ({ index: lines(dim, shape) });

/** At each place of the index the element of the source, or one number. */
const scatter = movement({
  kind: 'scatter',
  options: () => ({ dim: dimension, value: scalar.optional() }),
  signature: 'input, dim, index, value=None, src=None',
  tensors: ['input', 'index', 'src'],
  spellings: spelt('scatter'),
  signatures: Object.fromEntries(
    spelt('scatter').map((spelling) => [
      spelling,
      ['input, dim, index, value=None, src=None', 'input, dim, index, src'] as const,
    ]),
  ),
  arity: [2, 3],
  takes: ['any', 'integer', 'any'],
  requires: ({ dim, value }, [input, index, source]) => {
    if ((value === undefined) === (source === undefined)) {
      const rule = 'value is either a number or a tensor among the inputs, "src"';
      return { code: 'option', option: 'value', rule, got: value ?? null };
    }
    return wrongIndex(dim, input, index as Tensor, source) ?? unheld(input.dtype, value);
  },
  outputs: (_, [{ shape, dtype }]) => [tensor(shape, dtype)],
  indices: below,
  storage: 'new',
  apart: true,
  draw: (draw, input) => {
    const drawn = drawDim(draw, input);
    return drawn && draw.boolean() ? { ...drawn, value: 0.5 } : drawn;
  },
  generate: {
    operands: (draw, input, { dim, value }) => {
      const shape = drawIndex(draw, input, dim);
      const index = { shape, dtype: 'int64' } as const;
      return { inputs: value === undefined ? [index, { shape, dtype: input.dtype }] : [index] };
    },
  },
});

/** How many elements the source adds or puts. */
const given = (_: unknown, [, index]: Inputs) => ({ given: numel((index as Tensor).shape) });

const scatterAdd = movement({
  kind: 'scatter_add',
  options: () => ({ dim: dimension }),
  signature: 'input, dim, index, src',
  tensors: ['input', 'index', 'src'],
  spellings: spelt('scatter_add'),
  arity: 3,
  takes: ['number', 'integer', 'number'],
  requires: ({ dim }, [input, index, source]) => wrongIndex(dim, input, index as Tensor, source),
  outputs: (_, [{ shape, dtype }]) => [tensor(shape, dtype)],
  indices: below,
  storage: 'new',
  apart: true,
  symbols: given,
  formulas: { additions: 'given' },
  draw: drawDim,
  generate: {
    operands: (draw, input, { dim }) => {
      const shape = drawIndex(draw, input, dim);
      return {
        inputs: [
          { shape, dtype: 'int64' },
          { shape, dtype: input.dtype },
        ],
      };
    },
  },
});

const ways = ['sum', 'prod', 'mean', 'amax', 'amin'] as const;

/** Elements joined at their places, by their sum, product, mean, greatest or least. */
const scatterReduce = movement({
  kind: 'scatter_reduce',
  options: () => ({ dim: dimension, reduce: z.enum(ways), include_self: z.boolean().default(true) }),
  signature: 'input, dim, index, src, reduce, *, include_self=True',
  tensors: ['input', 'index', 'src'],
  spellings: spelt('scatter_reduce'),
  page: 'torch.Tensor.scatter_reduce',
  arity: 3,
  takes: ['float', 'integer', 'float'],
  requires: ({ dim }, [input, index, source]) => wrongIndex(dim, input, index as Tensor, source),
  outputs: (_, [{ shape, dtype }]) => [tensor(shape, dtype)],
  indices: below,
  storage: 'new',
  apart: true,
  symbols: ({ reduce }, inputs) => ({
    ...given(reduce, inputs),
    adds: reduce === 'sum' || reduce === 'mean' ? 1 : 0,
    averages: reduce === 'mean' ? 1 : 0,
    multiplies: reduce === 'prod' ? 1 : 0,
    compares: reduce.startsWith('am') ? 1 : 0,
  }),
  formulas: {
    additions: 'adds * given',
    multiplications: 'multiplies * given',
    comparisons: 'compares * given',
    divisions: 'averages * x_numel',
  },
  depends: ({ include_self }) =>
    include_self
      ? undefined
      : 'An upper bound: without include_self the first element of a place is joined to none, and a place without elements is no average.',
  draw: (draw, input) => {
    const drawn = drawDim(draw, input);
    return drawn && { ...drawn, reduce: draw.oneOf(ways) };
  },
  generate: {
    operands: (draw, input, { dim }) => {
      const shape = drawIndex(draw, input, dim);
      return { inputs: [{ shape, dtype: 'int64' }, { shape }] };
    },
  },
});

/** Why whole slices do not fit: one for each place of the index, else as large as the input. */
const wrongSlices = (dim: number, input: Tensor, index: Tensor, source: Tensor): Complaint | undefined => {
  const { shape } = input;
  const missing = noDimension(dim, shape);
  if (missing) return missing;
  if (index.shape.length > 1) return { code: 'rank', expected: [0, 1], shape: index.shape, error: 'IndexError' };
  const wanted = shape.length === 0 ? shape : shape.with(counted(dim, shape.length), numel(index.shape));
  const isFitting =
    source.shape.length === wanted.length &&
    source.shape.every((size, at) => size === wanted[at]) &&
    (shape.length > 0 || numel(index.shape) === 1);
  const rule = `the source must have the shape [${wanted.join(', ')}], and one number alone has one place`;
  if (!isFitting) return { code: 'mismatch', shapes: [shape, source.shape], rule };
  return wrongPlaces(index) ?? otherType(input, source);
};

/** Where index_copy raises an error of its own class: for other numbers of dimensions or slices. */
const wrongCopies = (dim: number, input: Tensor, index: Tensor, source: Tensor): Complaint | undefined => {
  if (index.dtype !== 'int64') return { code: 'dtype', expected: 'int64', got: index.dtype };
  const complaint = wrongSlices(dim, input, index, source);
  if (complaint?.code !== 'mismatch') return complaint;
  const isOfSlices = source.shape.length === input.shape.length && lines(dim, source.shape) === numel(index.shape);
  return isOfSlices ? complaint : { ...complaint, error: 'IndexError' };
};

const sliced = {
  operands: (draw: Draw, input: Tensor, { dim }: { readonly dim: number }) => {
    const count = draw.integer(1, 4);
    const shape = input.shape.with(counted(dim, input.shape.length), count);
    return {
      inputs: [
        { shape: [count], dtype: 'int64' as const },
        { shape, dtype: input.dtype },
      ],
    };
  },
};

const indexAdd = movement({
  kind: 'index_add',
  options: () => ({ dim: dimension, alpha: scalar.default(1) }),
  signature: 'input, dim, index, source, *, alpha=1',
  tensors: ['input', 'index', 'source'],
  spellings: spelt('index_add'),
  arity: 3,
  takes: ['number', 'integer', 'number'],
  requires: ({ dim }, [input, index, source]) => wrongSlices(dim, input, index as Tensor, source as Tensor),
  outputs: (_, [{ shape, dtype }]) => [tensor(shape, dtype)],
  indices: below,
  storage: 'new',
  apart: true,
  symbols: ({ alpha }, [, , source]) => ({
    given: numel((source as Tensor).shape),
    scaled: Number(alpha) === 1 ? 0 : 1,
  }),
  formulas: { additions: 'given', multiplications: 'scaled * given' },
  draw: (draw, input) => {
    const drawn = drawDim(draw, input);
    return drawn && draw.integer(0, 3) === 3 ? { ...drawn, alpha: 2 } : drawn;
  },
  generate: sliced,
});

const indexCopy = movement({
  kind: 'index_copy',
  options: () => ({ dim: dimension }),
  signature: 'input, dim, index, source',
  tensors: ['input', 'index', 'source'],
  spellings: spelt('index_copy'),
  arity: 3,
  takes: ['any', 'integer', 'any'],
  requires: ({ dim }, [input, index, source]) => wrongCopies(dim, input, index as Tensor, source as Tensor),
  outputs: (_, [{ shape, dtype }]) => [tensor(shape, dtype)],
  indices: below,
  storage: 'new',
  apart: true,
  draw: drawDim,
  generate: sliced,
});

const indexFill = movement({
  kind: 'index_fill',
  options: () => ({ dim: dimension, value: scalar }),
  signature: 'input, dim, index, value',
  tensors: ['input', 'index'],
  spellings: spelt('index_fill'),
  arity: 2,
  takes: ['any'],
  requires: ({ dim, value }, [input, places]) => {
    const index = places as Tensor;
    if (index.dtype !== 'int64') return { code: 'dtype', expected: 'int64', got: index.dtype, error: 'IndexError' };
    if (index.shape.length > 1) return { code: 'rank', expected: [0, 1], shape: index.shape };
    return noDimension(dim, input.shape) ?? unheld(input.dtype, value);
  },
  outputs: (_, [input]) => [copied(input)],
  indices: below,
  storage: 'new',
  apart: true,
  overlaps: () => true,
  draw: (draw, input) => {
    const drawn = drawDim(draw, input);
    return drawn && { ...drawn, value: draw.oneOf([0, 0.5]) };
  },
  generate: { operands: (draw) => ({ inputs: [{ shape: [draw.integer(1, 4)], dtype: 'int64' }] }) },
});

export const scattered: readonly LayerDefinition[] = [
  indexAdd,
  indexCopy,
  indexFill,
  scatter,
  scatterAdd,
  scatterReduce,
];
