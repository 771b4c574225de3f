/** Functions that put the dimensions of a tensor in another order: views of it. */

import { z } from 'zod';
import { counted, noDimension, wrongDimensions } from '../../dimensions.ts';
import type { Draw } from '../../generator.ts';
import type { LayerDefinition } from '../../layer.ts';
import { dimension, dimensions } from '../../options.ts';
import type { Shape, Tensor } from '../../tensor.ts';
import { permuted, transposed } from '../../views.ts';
import { listed, movement } from '../families/movement.ts';

/** Where each dimension of the result comes from: those named go to their destinations, the others keep their order. */
const moved = (rank: number, source: readonly number[], destination: readonly number[]): readonly number[] => {
  const from = source.map((dim) => counted(dim, rank));
  const to = destination.map((dim) => counted(dim, rank));
  const rest = Array.from({ length: rank }, (_, place) => place).filter((place) => !from.includes(place));
  return Array.from({ length: rank }, (_, place) => {
    const known = to.indexOf(place);
    return known >= 0 ? (from[known] as number) : (rest.shift() as number);
  });
};

const list = (dims: number | readonly number[]): readonly number[] => [dims].flat();

const movedim = movement({
  kind: 'movedim',
  options: () => ({ source: dimensions, destination: dimensions }),
  signature: 'input, source, destination',
  spellings: ['torch.movedim', 'torch.Tensor.movedim', 'torch.moveaxis', 'torch.Tensor.moveaxis'],
  valid: ({ source, destination }) =>
    Array.isArray(source) === Array.isArray(destination) && list(source).length === list(destination).length
      ? undefined
      : {
          code: 'option',
          option: 'destination',
          rule: 'it is one dimension where source is one, or a list as long',
          got: destination,
        },
  requires: ({ source, destination }, [{ shape }]) =>
    wrongDimensions(list(source), shape, 'source') ?? wrongDimensions(list(destination), shape, 'destination'),
  outputs: ({ source, destination }, [input]) => [
    permuted(input, moved(input.shape.length, list(source), list(destination))),
  ],
  draw: (draw, { shape }) =>
    shape.length < 3 ? undefined : { source: 1, destination: draw.oneOf([shape.length - 1, -1]) },
});

/** Orders that keep the batch first. Images with their channels innermost stay out: few layers say yet how they lay out theirs. */
const drawnOrders = (rank: number): readonly (readonly number[])[] =>
  rank === 4
    ? [
        [0, 2, 3, 1],
        [0, 2, 1, 3],
        [0, 1, 3, 2],
      ]
    : rank === 3
      ? [[0, 2, 1]]
      : [];

const drawOrder = (draw: Draw, { shape }: Tensor) => {
  const choices = drawnOrders(shape.length);
  return choices.length === 0 ? undefined : { dims: [...draw.oneOf(choices as [readonly number[], ...number[][]])] };
};

const permute = movement({
  kind: 'permute',
  options: () => ({ dims: z.array(dimension).max(64) }),
  signature: 'input, *dims',
  spellings: ['torch.Tensor.permute', 'torch.permute'],
  page: 'torch.permute',
  signatures: listed('permute', 'dims'),
  requires: ({ dims }, [{ shape }]) =>
    dims.length === shape.length
      ? wrongDimensions(dims, shape, 'dims')
      : { code: 'option', option: 'dims', rule: `it must name ${shape.length} dimensions`, got: dims },
  outputs: ({ dims }, [input]) => [
    permuted(
      input,
      dims.map((dim) => counted(dim, input.shape.length)),
    ),
  ],
  draw: drawOrder,
});

const transpose = movement({
  kind: 'transpose',
  options: () => ({ dim0: dimension, dim1: dimension }),
  signature: 'input, dim0, dim1',
  spellings: [
    'torch.Tensor.transpose',
    'torch.transpose',
    'torch.Tensor.swapaxes',
    'torch.swapaxes',
    'torch.Tensor.swapdims',
    'torch.swapdims',
  ],
  page: 'torch.transpose',
  requires: ({ dim0, dim1 }, [{ shape }]) => noDimension(dim0, shape) ?? noDimension(dim1, shape),
  outputs: ({ dim0, dim1 }, [input]) => [
    transposed(input, counted(dim0, input.shape.length), counted(dim1, input.shape.length)),
  ],
  draw: (draw, { shape }) =>
    shape.length < 3
      ? undefined
      : draw.oneOf([
          { dim0: 1, dim1: 2 },
          { dim0: -2, dim1: -1 },
        ]),
});

interface Flip {
  readonly spellings: readonly [string, ...string[]];
  /** Usual numbers of dimensions. */
  readonly ranks: readonly [number, ...number[]];
  readonly takes: (shape: Shape) => boolean;
  readonly order: (rank: number) => readonly number[];
}

/** The last two dimensions exchanged, or all of them in reverse. */
const flipped = (kind: string, { spellings, ranks, takes, order }: Flip): LayerDefinition =>
  movement({
    kind,
    options: () => ({}),
    signature: 'input',
    spellings,
    page: kind === 't' ? 'torch.t' : `torch.Tensor.${kind}`,
    requires: (_, [{ shape }]) => (takes(shape) ? undefined : { code: 'rank', expected: ranks, shape }),
    outputs: (_, [input]) => [permuted(input, order(input.shape.length))],
    draw: (_, { shape }) => (takes(shape) ? {} : undefined),
    generate: { ranks },
  });

const reversed = (rank: number) => Array.from({ length: rank }, (_, place) => rank - 1 - place);
const lastTwo = (rank: number) => [...Array.from({ length: rank - 2 }, (_, place) => place), rank - 1, rank - 2];

const T = flipped('T', { spellings: ['torch.Tensor.T.__get__'], ranks: [2], takes: () => true, order: reversed });

const mT = flipped('mT', {
  spellings: ['torch.Tensor.mT.__get__', 'torch.adjoint', 'torch.Tensor.mH.__get__'],
  ranks: [4, 3],
  takes: ({ length }) => length >= 2,
  order: lastTwo,
});

const t = flipped('t', {
  spellings: ['torch.Tensor.t', 'torch.t'],
  ranks: [2, 1],
  takes: ({ length }) => length <= 2,
  order: reversed,
});

export const axes: readonly LayerDefinition[] = [T, mT, movedim, permute, t, transpose];
