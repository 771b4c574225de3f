/** Functions that give the elements of a tensor another shape: views where the memory allows it. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { counted, noDimension, wrongDimensions } from '../../dimensions.ts';
import type { Draw } from '../../generator.ts';
import type { Inputs, LayerDefinition, Storage } from '../../layer.ts';
import { dimension, dimensions } from '../../options.ts';
import { isContiguous, numel, type Shape, type Tensor, tensor, viewStrides } from '../../tensor.ts';
import { resolved, unsqueezed, viewed } from '../../views.ts';
import { listed, movement } from '../families/movement.ts';

const sizes = z.array(z.int().min(-1)).max(64);

const oneUnknown = (option: string, given: readonly number[]): Complaint | undefined =>
  given.filter((size) => size === -1).length > 1
    ? { code: 'option', option, rule: 'only one dimension can be -1', got: given }
    : undefined;

const noElements = (wanted: readonly number[], { shape }: Tensor): Complaint | undefined =>
  resolved(wanted, shape) ? undefined : { code: 'elements', shape, target: wanted };

const noView = (wanted: readonly number[], input: Tensor): Complaint | undefined => {
  const wrong = noElements(wanted, input);
  const target = resolved(wanted, input.shape) as Shape;
  return wrong ?? (viewStrides(input, target) ? undefined : { code: 'layout', shape: input.shape, target });
};

/** A view where the elements lie in order, a copy otherwise. */
const reshaped = (input: Tensor, shape: Shape): Tensor => viewed(input, shape) ?? tensor(shape, input.dtype);
const storageOf = (input: Tensor, shape: Shape): Storage => (viewed(input, shape) ? 'alias' : 'new');

const drawSizes = (draw: Draw, { shape }: Tensor) => {
  const rest = numel(shape.slice(1));
  const choices: [number[], ...number[][]] = [
    [-1, rest],
    [-1, 1, rest],
    [-1, rest, 1, 1],
  ];
  return shape.length > 0 ? draw.oneOf(choices) : undefined;
};

const view = movement({
  kind: 'view',
  options: () => ({ shape: sizes }),
  signature: 'input, *shape',
  free: 'shape',
  spellings: ['torch.Tensor.view'],
  page: 'torch.Tensor.view',
  valid: ({ shape }) => oneUnknown('shape', shape),
  requires: ({ shape }, [input]) => noView(shape, input),
  outputs: ({ shape }, [input]) => [viewed(input, resolved(shape, input.shape) as Shape) as Tensor],
  draw: (draw, input) => {
    const shape = drawSizes(draw, input);
    return shape && viewStrides(input, [input.shape[0] as number, ...shape.slice(1)]) ? { shape } : undefined;
  },
  generate: { ranks: [4, 3] },
});

const reshape = movement({
  kind: 'reshape',
  options: () => ({ shape: sizes }),
  signature: 'input, *shape',
  free: 'shape',
  spellings: ['torch.Tensor.reshape', 'torch.reshape'],
  page: 'torch.reshape',
  signatures: listed('reshape', 'shape'),
  valid: ({ shape }) => oneUnknown('shape', shape),
  requires: ({ shape }, [input]) => noElements(shape, input),
  outputs: ({ shape }, [input]) => [reshaped(input, resolved(shape, input.shape) as Shape)],
  storage: ({ shape }, [input]) => storageOf(input, resolved(shape, input.shape) as Shape),
  draw: (draw, input) => {
    const shape = drawSizes(draw, input);
    return shape && { shape };
  },
});

/** The shape is that of another tensor, of which nothing else is read. */
const like = (kind: 'view_as' | 'reshape_as'): LayerDefinition => {
  const target = (inputs: Inputs): Shape => (inputs[1] as Tensor).shape;
  return movement({
    kind,
    options: () => ({}),
    signature: 'input, other',
    tensors: ['input', 'other'],
    spellings: [`torch.Tensor.${kind}`],
    page: `torch.Tensor.${kind}`,
    arity: 2,
    requires: (_, inputs) =>
      kind === 'view_as' ? noView(target(inputs), inputs[0]) : noElements(target(inputs), inputs[0]),
    outputs: (_, inputs) => [reshaped(inputs[0], target(inputs))],
    storage: (_, inputs) => storageOf(inputs[0], target(inputs)),
    draw: (_, input) => (viewStrides(input, [numel(input.shape)]) ? {} : undefined),
    generate: { operands: (_, { shape }) => ({ inputs: [{ shape: [...shape.slice(0, 1), numel(shape.slice(1))] }] }) },
  });
};

/** PyTorch makes the tensor contiguous and looks at it as one dimension. */
const ravel = movement({
  kind: 'ravel',
  options: () => ({}),
  signature: 'input',
  outputs: (_, [input]) => [tensor([numel(input.shape)], input.dtype)],
  storage: (_, [input]): Storage => (isContiguous(input) ? 'alias' : 'new'),
  draw: () => ({}),
});

/** The dimensions of size 1 that are left out: all of them, or those named that have it. */
const left = (dim: number | readonly number[] | null, { shape, dtype, strides }: Tensor): Tensor => {
  const named = dim === null ? undefined : [dim].flat().map((one) => counted(one, shape.length));
  const stays = shape.map((size, place) => size !== 1 || (named !== undefined && !named.includes(place)));
  return {
    shape: shape.filter((_, place) => stays[place]),
    dtype,
    strides: strides.filter((_, place) => stays[place]),
  };
};

const squeeze = movement({
  kind: 'squeeze',
  options: () => ({ dim: dimensions.nullable().default(null) }),
  signature: 'input, dim=None',
  spellings: ['torch.Tensor.squeeze', 'torch.squeeze'],
  page: 'torch.squeeze',
  requires: ({ dim }, [{ shape }]) => wrongDimensions(dim === null ? [] : [dim].flat(), shape),
  outputs: ({ dim }, [input]) => [left(dim, input)],
  draw: (draw, { shape }) => (shape.length < 3 ? undefined : { dim: draw.integer(1, shape.length - 1) }),
});

const unsqueeze = movement({
  kind: 'unsqueeze',
  options: () => ({ dim: dimension }),
  signature: 'input, dim',
  spellings: ['torch.Tensor.unsqueeze', 'torch.unsqueeze'],
  page: 'torch.unsqueeze',
  requires: ({ dim }, [{ shape }]) => noDimension(dim, [...shape, 1]),
  outputs: ({ dim }, [input]) => [unsqueezed(input, counted(dim, input.shape.length + 1))],
  draw: (draw, { shape }) => (shape.length > 3 ? undefined : { dim: draw.oneOf([1, -1, shape.length]) }),
  generate: { ranks: [3, 2] },
});

const unfolded = (dim: number, given: readonly number[], shape: Shape): Shape | undefined => {
  const place = counted(dim, shape.length);
  const made = resolved(given, [shape[place] as number]);
  return made && [...shape.slice(0, place), ...made, ...shape.slice(place + 1)];
};

const unflatten = movement({
  kind: 'unflatten',
  options: () => ({ dim: dimension, sizes }),
  signature: 'input, dim, sizes',
  spellings: ['torch.Tensor.unflatten', 'torch.unflatten'],
  page: 'torch.unflatten',
  valid: ({ sizes: given }) => oneUnknown('sizes', given),
  requires: ({ dim, sizes: given }, [{ shape }]) =>
    noDimension(dim, shape) ??
    (given.length > 0 && unfolded(dim, given, shape) ? undefined : { code: 'elements', shape, target: given }),
  outputs: ({ dim, sizes: given }, [input]) => [viewed(input, unfolded(dim, given, input.shape) as Shape) as Tensor],
  draw: (draw, { shape }) => {
    if (shape.length < 2 || shape.length > 3) return undefined;
    const size = shape[1] as number;
    const factors = [1, 2, 3, 4].filter((factor) => size % factor === 0) as [number, ...number[]];
    const factor = draw.oneOf(factors);
    return { dim: 1, sizes: draw.boolean() ? [factor, size / factor] : [factor, -1] };
  },
  generate: { ranks: [3, 2] },
});

export const shapes: readonly LayerDefinition[] = [
  like('reshape_as'),
  like('view_as'),
  ravel,
  reshape,
  squeeze,
  unflatten,
  unsqueeze,
  view,
];
