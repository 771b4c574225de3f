/** Functions that repeat a tensor: as views of it, or as copies. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { counted, noDimension } from '../../dimensions.ts';
import type { Inputs, LayerDefinition } from '../../layer.ts';
import { dimension, positive } from '../../options.ts';
import { numel, type Shape, type Tensor, tensor } from '../../tensor.ts';
import { expanded } from '../../views.ts';
import { listed, movement } from '../families/movement.ts';

const noExpansion = ({ shape, ...input }: Tensor, sizes: readonly number[]): Complaint | undefined =>
  expanded({ shape, ...input }, sizes)
    ? undefined
    : {
        code: 'mismatch',
        shapes: [shape, sizes],
        rule: 'only dimensions of size 1 and new ones in front can be repeated',
      };

const expand = movement({
  kind: 'expand',
  options: () => ({ size: z.array(z.int().min(-1)).max(64) }),
  signature: 'input, *size',
  spellings: ['torch.Tensor.expand', 'torch.broadcast_to', 'torch.Tensor.broadcast_to'],
  page: 'torch.Tensor.expand',
  signatures: { ...listed('broadcast_to', 'size'), 'torch.Tensor.broadcast_to': 'input, size' },
  requires: ({ size }, [input]) => noExpansion(input, size),
  outputs: ({ size }, [input]) => [expanded(input, size) as Tensor],
  draw: (draw, { shape }) =>
    shape.length > 1 && shape.length < 5
      ? { size: shape.map((size, place) => (size === 1 && place > 0 ? draw.integer(1, 4) : -1)) }
      : undefined,
});

const expandAs = movement({
  kind: 'expand_as',
  options: () => ({}),
  signature: 'input, other',
  tensors: ['input', 'other'],
  spellings: ['torch.Tensor.expand_as'],
  page: 'torch.Tensor.expand_as',
  arity: 2,
  requires: (_, [input, other]: Inputs) => noExpansion(input, (other as Tensor).shape),
  outputs: (_, [input, other]: Inputs) => [expanded(input, (other as Tensor).shape) as Tensor],
  draw: () => ({}),
  generate: { operands: (_, { shape }) => ({ inputs: [{ shape }] }) },
});

/** Each dimension as many times as is said, counted from the last; missing ones are 1 on either side. */
const times = (shape: Shape, counts: readonly number[]): Shape => {
  const rank = Math.max(shape.length, counts.length);
  return Array.from({ length: rank }, (_, place) => (shape.at(place - rank) ?? 1) * (counts.at(place - rank) ?? 1));
};

const counts = z.array(z.int().min(0)).max(64);

const repeat = movement({
  kind: 'repeat',
  options: () => ({ repeats: counts }),
  signature: 'input, *repeats',
  spellings: ['torch.Tensor.repeat'],
  page: 'torch.Tensor.repeat',
  requires: ({ repeats }, [{ shape }]) =>
    repeats.length >= shape.length
      ? undefined
      : { code: 'option', option: 'repeats', rule: `it must have at least ${shape.length} numbers`, got: repeats },
  outputs: ({ repeats }, [{ shape, dtype }]) => [tensor(times(shape, repeats), dtype)],
  storage: 'new',
  draw: (draw, { shape }) => ({ repeats: shape.map((_, place) => (place > 0 ? draw.integer(1, 2) : 1)) }),
});

const tile = movement({
  kind: 'tile',
  options: () => ({ dims: counts }),
  signature: 'input, *dims',
  spellings: ['torch.Tensor.tile', 'torch.tile'],
  page: 'torch.tile',
  signatures: listed('tile', 'dims'),
  outputs: ({ dims }, [{ shape, dtype }]) => [tensor(times(shape, dims), dtype)],
  storage: 'new',
  draw: (draw) => ({ dims: [draw.integer(1, 3)] }),
});

const repeatInterleave = movement({
  kind: 'repeat_interleave',
  options: () => ({ repeats: positive, dim: dimension.nullable().default(null) }),
  signature: 'input, repeats, dim=None',
  spellings: ['torch.Tensor.repeat_interleave', 'torch.repeat_interleave'],
  page: 'torch.repeat_interleave',
  // A scalar has no dimension 0 here.
  requires: ({ dim }, [{ shape }]) =>
    dim === null || (shape.length > 0 && !noDimension(dim, shape))
      ? undefined
      : { code: 'dimension', dimension: dim, shape },
  outputs: ({ repeats, dim }, [{ shape, dtype }]) => {
    if (dim === null) return [tensor([numel(shape) * repeats], dtype)];
    const place = counted(dim, shape.length);
    return [tensor(shape.with(place, (shape[place] as number) * repeats), dtype)];
  },
  storage: 'new',
  draw: (draw, { shape }) => (shape.length < 2 ? undefined : { repeats: draw.integer(1, 3), dim: draw.oneOf([1, -1]) }),
});

export const repeats: readonly LayerDefinition[] = [expand, expandAs, repeat, repeatInterleave, tile];
