/** Functions that put one tensor in a part of another, or take elements by places that are repeated to it. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { counted, noDimension } from '../../dimensions.ts';
import { broadcast } from '../../elementwise.ts';
import type { Inputs, LayerDefinition } from '../../layer.ts';
import { dimension, positive } from '../../options.ts';
import { isOverlapping } from '../../strides.ts';
import { numel, type Shape, type Tensor, tensor } from '../../tensor.ts';
import { viewed } from '../../views.ts';
import { movement } from '../families/movement.ts';
import { copied, drawDim, lines } from './order.ts';

const same = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, at) => size === b[at]);

const otherPart = ({ shape }: Tensor, part: Shape): Complaint | undefined =>
  same(shape, part)
    ? undefined
    : { code: 'mismatch', shapes: [part, shape], rule: 'the source must have the shape of the part' };

/** A copy that steps through memory as the input does, over gaps as well; where elements share a place, one without gaps. Source: ATen's clone_preserve_strides. */
const stepped = (input: Tensor): Tensor => {
  const { shape, dtype, strides } = input;
  return isOverlapping(input) ? copied(input) : { shape, dtype, strides };
};

/** A copy of the input with another tensor in the place of what `select` gives. */
const selectScatter = movement({
  kind: 'select_scatter',
  options: () => ({ dim: dimension, index: z.int() }),
  signature: 'input, src, dim, index',
  tensors: ['input', 'src'],
  arity: 2,
  takes: ['any', 'any'],
  requires: ({ dim, index }, [{ shape }, source]) => {
    const missing =
      shape.length === 0 ? ({ code: 'dimension', dimension: dim, shape } as const) : noDimension(dim, shape);
    if (missing) return missing;
    const size = lines(dim, shape);
    if (index < -size || index >= size) return { code: 'index', index, size };
    return otherPart(source as Tensor, shape.toSpliced(counted(dim, shape.length), 1));
  },
  outputs: (_, [input]) => [stepped(input)],
  storage: 'new',
  draw: (draw, { shape }) => (shape.length < 2 ? undefined : { dim: 1, index: draw.oneOf([0, -1]) }),
  generate: {
    operands: (_, { shape, dtype }, { dim }) => ({
      inputs: [{ shape: shape.toSpliced(counted(dim, shape.length), 1), dtype }],
    }),
  },
});

interface Slice {
  readonly dim: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly step: number;
}

/** The part that a slice takes, whose ends may lie outside. */
const sliceOf = ({ dim, start, end, step }: Slice, shape: Shape): Shape => {
  const size = lines(dim, shape);
  const within = (place: number): number => Math.min(Math.max(place < 0 ? place + size : place, 0), size);
  const first = within(start ?? 0);
  return shape.with(counted(dim, shape.length), Math.max(0, Math.ceil((within(end ?? size) - first) / step)));
};

/** A copy of the input with another tensor in the place of a slice. */
const sliceScatter = movement({
  kind: 'slice_scatter',
  options: () => ({
    dim: dimension.default(0),
    start: z.int().nullable().default(null),
    end: z.int().nullable().default(null),
    step: positive.default(1),
  }),
  signature: 'input, src, dim=0, start=None, end=None, step=1',
  tensors: ['input', 'src'],
  arity: 2,
  takes: ['any', 'any'],
  requires: (options, [{ shape }, source]) => {
    const { dim } = options;
    const missing =
      shape.length === 0 ? ({ code: 'dimension', dimension: dim, shape } as const) : noDimension(dim, shape);
    return missing ?? otherPart(source as Tensor, sliceOf(options, shape));
  },
  outputs: (_, [input]) => [stepped(input)],
  storage: 'new',
  draw: (draw, { shape }) => {
    if (shape.length < 2) return undefined;
    const start = draw.integer(0, (shape[1] as number) - 1);
    return { dim: 1, start, ...(draw.boolean() ? { end: draw.integer(start + 1, shape[1] as number) } : { step: 2 }) };
  },
  generate: {
    operands: (_, { shape, dtype }, options) => ({ inputs: [{ shape: sliceOf(options, shape), dtype }] }),
  },
});

/** What places and input are repeated to but along the dimension. */
const around = (dim: number, [{ shape }, index]: Inputs): Shape | undefined =>
  broadcast(...[shape, (index as Tensor).shape].map((one) => one.with(counted(dim, shape.length), 1)));

/** For each place the element there: `gather` of tensors that are repeated to each other, or of all elements in one line. */
const takeAlongDim = movement({
  kind: 'take_along_dim',
  options: () => ({ dim: dimension.nullable().default(null) }),
  signature: 'input, indices, dim=None',
  tensors: ['input', 'indices'],
  arity: 2,
  takes: ['any', 'integer'],
  requires: ({ dim }, inputs) => {
    const [input, places] = inputs as unknown as readonly [Tensor, Tensor];
    if (places.dtype !== 'int64') return { code: 'dtype', expected: 'int64', got: places.dtype };
    const shapes = [input.shape, places.shape];
    if (dim === null)
      return inputs.every((one) => viewed(one, [numel(one.shape)]))
        ? undefined
        : { code: 'mismatch', shapes, rule: 'all elements in one line must be a view' };
    if (input.shape.length !== places.shape.length)
      return { code: 'mismatch', shapes, rule: 'they must have as many dimensions' };
    if (input.shape.length === 0) return { code: 'dimension', dimension: dim, shape: input.shape };
    return (
      noDimension(dim, input.shape) ??
      (around(dim, inputs)
        ? undefined
        : { code: 'mismatch', shapes, rule: `they must broadcast but in dimension ${dim}` })
    );
  },
  outputs: ({ dim }, inputs) => {
    const [{ shape, dtype }, places] = inputs as unknown as readonly [Tensor, Tensor];
    if (dim === null) return [tensor([numel(places.shape)], dtype)];
    const place = counted(dim, shape.length);
    return [tensor((around(dim, inputs) as Shape).with(place, places.shape[place] as number), dtype)];
  },
  indices: ({ dim }, [{ shape }]) => ({ indices: dim === null ? numel(shape) : lines(dim, shape) }),
  storage: 'new',
  draw: (draw, input) => (draw.integer(0, 3) === 3 ? {} : drawDim(draw, input)),
  generate: {
    operands: (draw, { shape }, { dim }) => {
      const count = draw.integer(1, 4);
      const places = dim === null ? [count] : shape.with(counted(dim, shape.length), count);
      return { inputs: [{ shape: places, dtype: 'int64' }] };
    },
  },
});

/** Where the mask is true, the elements of the source one after the other. */
const maskedScatter = movement({
  kind: 'masked_scatter',
  options: () => ({}),
  signature: 'input, mask, source',
  tensors: ['input', 'mask', 'source'],
  spellings: ['torch.Tensor.masked_scatter', 'torch.masked_scatter'],
  page: 'torch.Tensor.masked_scatter',
  arity: 3,
  takes: ['any', 'bool', 'any'],
  requires: (_, inputs) => {
    const [input, mask, source] = inputs as unknown as readonly [Tensor, Tensor, Tensor];
    if (source.dtype !== input.dtype) return { code: 'dtype', expected: input.dtype, got: source.dtype };
    const rule = 'the mask must broadcast with what it is laid over';
    return broadcast(input.shape, mask.shape)
      ? undefined
      : { code: 'mismatch', shapes: [input.shape, mask.shape], rule };
  },
  outputs: (_, inputs) => {
    const [{ shape, dtype }, mask] = inputs as unknown as readonly [Tensor, Tensor];
    return [tensor(broadcast(shape, mask.shape) as Shape, dtype)];
  },
  storage: 'new',
  depends: 'The mask says how many elements of the source are taken: all of it counts as read.',
  draw: () => ({}),
  generate: {
    operands: (_, { shape, dtype }) => ({
      inputs: [
        { shape, dtype: 'bool' },
        { shape, dtype },
      ],
    }),
  },
});

export const placed: readonly LayerDefinition[] = [maskedScatter, selectScatter, sliceScatter, takeAlongDim];
