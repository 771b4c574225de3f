/** Functions that put tensors together. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { counted, noDimension } from '../../dimensions.ts';
import { promoted } from '../../elementwise.ts';
import type { Draw } from '../../generator.ts';
import type { Inputs, LayerDefinition } from '../../layer.ts';
import { dimension } from '../../options.ts';
import { channelsLast, isChannelsLast, type Shape, type Tensor, tensor } from '../../tensor.ts';
import { expanded, viewed } from '../../views.ts';
import { movement } from '../families/movement.ts';

const fits = (a: Shape, b: Shape, place: number): boolean =>
  a.length === b.length && a.every((size, index) => index === place || size === b[index]);

const drawOthers = (draw: Draw, others: readonly Tensor[], suits: (other: Tensor) => boolean): readonly number[] => {
  const fitting = others.flatMap((other, index) => (suits(other) ? [index] : []));
  const count = draw.integer(0, Math.min(2, fitting.length));
  return Array.from({ length: count }, () => draw.oneOf(fitting as [number, ...number[]]));
};

/** Images that all have their channels innermost keep them there. */
export const together = (inputs: Inputs, shape: Shape): Tensor => {
  const made = tensor(shape, promoted(inputs));
  return inputs.every(isChannelsLast) ? channelsLast(shape, made.dtype) : made;
};

/** Why tensors cannot be put one behind the other along a dimension. */
export const misfit = (inputs: Inputs, dim: number): Complaint | undefined => {
  const [{ shape }] = inputs;
  const missing = noDimension(dim, shape);
  if (missing) return missing;
  const other = inputs.find((input) => !fits(input.shape, shape, counted(dim, shape.length)));
  return other && { code: 'mismatch', shapes: [shape, other.shape], rule: `they may differ in dimension ${dim} only` };
};

/** Tensors one behind the other along a dimension. */
export const inARow = (inputs: Inputs, dim: number): Tensor => {
  const [{ shape }] = inputs;
  const place = counted(dim, shape.length);
  const total = inputs.reduce((sum, input) => sum + (input.shape[place] as number), 0);
  return together(inputs, shape.with(place, total));
};

const cat = movement({
  kind: 'cat',
  options: () => ({ dim: dimension.default(0) }),
  signature: 'tensors, dim=0',
  tensors: ['tensors'],
  spellings: ['torch.cat', 'torch.concat', 'torch.concatenate'],
  arity: 'list',
  requires: ({ dim }, inputs) => {
    const [{ shape }] = inputs;
    if (shape.length === 0) return { code: 'dimension', dimension: dim, shape, error: 'RuntimeError' };
    return misfit(inputs, dim);
  },
  outputs: ({ dim }, inputs) => [inARow(inputs, dim)],
  storage: 'new',
  draw: (draw, { shape }) => (shape.length < 2 ? undefined : { dim: draw.oneOf([1, -1]) }),
  generate: {
    merge: (draw, input, others, { dim }) =>
      drawOthers(draw, others, (other) => fits(other.shape, input.shape, counted(dim, input.shape.length))),
  },
});

const same = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, index) => size === b[index]);

const unequal = (inputs: Inputs): Complaint | undefined => {
  const other = inputs.find(({ shape }) => !same(shape, inputs[0].shape));
  return other && { code: 'mismatch', shapes: [inputs[0].shape, other.shape], rule: 'they must have one shape' };
};

const stack = movement({
  kind: 'stack',
  options: () => ({ dim: dimension.default(0) }),
  signature: 'tensors, dim=0',
  tensors: ['tensors'],
  spellings: ['torch.stack'],
  arity: 'list',
  requires: ({ dim }, inputs) => noDimension(dim, [...inputs[0].shape, 1]) ?? unequal(inputs),
  outputs: ({ dim }, inputs) => {
    const [{ shape }] = inputs;
    const place = counted(dim, shape.length + 1);
    const target = shape.toSpliced(place, 0, inputs.length);
    if (place === shape.length) return [tensor(target, promoted(inputs))];
    // PyTorch looks in another way at what cat returns, which may have its channels innermost.
    const whole = together(inputs, shape.with(place, (shape[place] as number) * inputs.length));
    return [viewed(whole, target) as Tensor];
  },
  storage: 'new',
  draw: (draw, { shape }) => (shape.length > 3 ? undefined : { dim: draw.oneOf([1, -1]) }),
  generate: {
    ranks: [3, 2],
    merge: (draw, input, others) => drawOthers(draw, others, ({ shape }) => same(shape, input.shape)),
  },
});

/** With `xy`, the first two inputs change their dimensions. */
const gridOf = (inputs: Inputs, indexing: string | null): readonly Tensor[] => {
  const exchanged = indexing === 'xy' && inputs.length > 1 ? [1, 0] : [0, 1];
  const placeOf = (index: number): number => (index < 2 ? (exchanged[index] as number) : index);
  const sizes = inputs.map((_, place) => (inputs[placeOf(place)] as Tensor).shape[0] ?? 1);
  return inputs.map((input, index) => {
    const alone = sizes.map((_, place) => (place === placeOf(index) ? (input.shape[0] ?? 1) : 1));
    return expanded(viewed(input, alone) as Tensor, sizes) as Tensor;
  });
};

const meshgrid = movement({
  kind: 'meshgrid',
  pieces: true,
  options: () => ({ indexing: z.enum(['ij', 'xy']).nullable().default(null) }),
  signature: '*tensors, indexing=None',
  tensors: ['tensors'],
  spellings: ['torch.meshgrid'],
  arity: 'list',
  requires: (_, inputs) => {
    const wrong = inputs.find(({ shape }) => shape.length > 1);
    if (wrong) return { code: 'rank', expected: [0, 1], shape: wrong.shape };
    const other = inputs.find(({ dtype }) => dtype !== inputs[0].dtype);
    return other && { code: 'dtype', expected: inputs[0].dtype, got: other.dtype };
  },
  outputs: ({ indexing }, inputs) => gridOf(inputs, indexing),
  draw: () => ({ indexing: 'ij' }),
  generate: {
    ranks: [1],
    merge: (draw, _, others) =>
      drawOthers(draw, others, ({ shape, dtype }) => shape.length === 1 && dtype === 'float32'),
  },
});

/** Dimensions of size 1 that make a tensor one of at least so many, for each number that it has. Source: torch.atleast_1d, _2d and _3d. */
const atLeast: Readonly<Record<1 | 2 | 3, readonly ((shape: Shape) => Shape)[]>> = {
  1: [() => [1]],
  2: [() => [1, 1], ([n]) => [1, n as number]],
  3: [() => [1, 1, 1], ([n]) => [1, n as number, 1], ([m, n]) => [m as number, n as number, 1]],
};
const raised =
  (least: 1 | 2 | 3) =>
  (shape: Shape): Shape =>
    atLeast[least][shape.length]?.(shape) ?? shape;

/** Vectors as columns. */
const columned = (shape: Shape): Shape => (shape.length < 2 ? [shape[0] ?? 1, 1] : shape);

/** Joins along a dimension that follows from the first one, once all are given a least number of them. */
const stacked = (kind: string, shaped: (shape: Shape) => Shape, placeOf: (rank: number) => number): LayerDefinition => {
  const placed = ({ shape }: Tensor): number => placeOf(shaped(shape).length);
  return movement({
    kind,
    options: () => ({}),
    signature: 'tensors',
    tensors: ['tensors'],
    spellings: [`torch.${kind}`],
    arity: 'list',
    requires: (_, inputs) => {
      const [first] = inputs;
      const other = inputs.find(({ shape }) => !fits(shaped(shape), shaped(first.shape), placed(first)));
      const rule = `they may differ in dimension ${placed(first)} only`;
      return other && { code: 'mismatch', shapes: [first.shape, other.shape], rule };
    },
    outputs: (_, inputs) => {
      const looked = inputs.map((input) => {
        const shape = shaped(input.shape);
        return shape === input.shape ? input : (viewed(input, shape) as Tensor);
      }) as unknown as Inputs;
      const place = placed(inputs[0]);
      const total = looked.reduce((sum, { shape }) => sum + (shape[place] as number), 0);
      return [together(looked, looked[0].shape.with(place, total))];
    },
    storage: 'new',
    draw: () => ({}),
    generate: {
      ranks: [3, 2, 4, 1],
      merge: (draw, input, others) =>
        drawOthers(draw, others, ({ shape }) => fits(shaped(shape), shaped(input.shape), placed(input))),
    },
  });
};

export const joins: readonly LayerDefinition[] = [
  cat,
  stacked('column_stack', columned, () => 1),
  stacked('dstack', raised(3), () => 2),
  stacked('hstack', raised(1), (rank) => (rank === 1 ? 0 : 1)),
  meshgrid,
  stack,
  stacked('vstack', raised(2), () => 0),
];
