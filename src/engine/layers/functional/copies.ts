/** Functions that hand a tensor on, copy it, change its element type, or make a constant of its shape. */

import { z } from 'zod';
import type { LayerDefinition, Storage } from '../../layer.ts';
import { elementType, scalar } from '../../options.ts';
import { channelsInnermost, isContiguousChannelsLast, stridesIn, stridesLike } from '../../strides.ts';
import { type Dtype, isChannelsLast, isContiguous, type Tensor, tensor } from '../../tensor.ts';
import { movement } from '../families/movement.ts';

const formats = ['contiguous_format', 'channels_last', 'preserve_format'] as const;
type Format = (typeof formats)[number];
const format = (usual: Format) => z.enum(formats).default(usual);

/** Whether a tensor lies in memory as the format asks. */
const isIn = (wanted: Exclude<Format, 'preserve_format'>, input: Tensor): boolean =>
  wanted === 'channels_last' ? isContiguousChannelsLast(input) : isContiguous(input);

/** Whether it lies as the format asks by its order alone, which is all that `to` looks at. Source: torch 2.15, aten/src/ATen/native/TensorConversions.cpp. */
const isOrderedAs = (wanted: Format, input: Tensor): boolean =>
  wanted === 'preserve_format' || isChannelsLast(input) === (wanted === 'channels_last');

const copied = (input: Tensor, wanted: Format, dtype: Dtype = input.dtype): Tensor => {
  if (wanted === 'contiguous_format') return tensor(input.shape, dtype);
  return {
    shape: input.shape,
    dtype,
    strides: wanted === 'channels_last' ? stridesIn(channelsInnermost(input.shape), input.shape) : stridesLike(input),
  };
};

const fourDimensions = (wanted: Format, { shape }: Tensor) =>
  wanted === 'channels_last' && shape.length !== 4 ? ({ code: 'rank', expected: [4], shape } as const) : undefined;

const contiguous = movement({
  kind: 'contiguous',
  options: () => ({ memory_format: z.enum(['contiguous_format', 'channels_last']).default('contiguous_format') }),
  signature: "input, *, memory_format='contiguous_format'",
  spellings: ['torch.Tensor.contiguous'],
  page: 'torch.Tensor.contiguous',
  requires: ({ memory_format }, [input]) => fourDimensions(memory_format, input),
  outputs: ({ memory_format }, [input]) => [isIn(memory_format, input) ? input : copied(input, memory_format)],
  storage: ({ memory_format }, [input]): Storage => (isIn(memory_format, input) ? 'alias' : 'new'),
  draw: () => ({}),
});

const clone = movement({
  kind: 'clone',
  options: () => ({ memory_format: format('preserve_format') }),
  signature: "input, *, memory_format='preserve_format'",
  spellings: ['torch.Tensor.clone', 'torch.clone'],
  page: 'torch.clone',
  requires: ({ memory_format }, [input]) => fourDimensions(memory_format, input),
  outputs: ({ memory_format }, [input]) => [copied(input, memory_format)],
  storage: 'new',
  draw: () => ({}),
});

/** A view of all of it that follows from no parameter. */
const detach = movement({
  kind: 'detach',
  options: () => ({}),
  signature: 'input',
  spellings: ['torch.Tensor.detach', 'torch.detach', 'torch.Tensor.data.__get__'],
  page: 'torch.Tensor.detach',
  outputs: (_, [input]) => [{ ...input }],
  unlearnt: true,
  draw: () => ({}),
});

/** The tensor itself. */
const positive = movement({
  kind: 'positive',
  takes: ['number'],
  options: () => ({}),
  signature: 'input',
  spellings: ['operator.pos', 'torch.positive', 'torch.Tensor.positive'],
  page: 'torch.positive',
  outputs: (_, [input]) => [input],
  draw: () => ({}),
});

/** Another element type: a copy, or the tensor itself where it has that type. */
const cast = (kind: string, dtype: Dtype): LayerDefinition =>
  movement({
    kind,
    options: () => ({}),
    signature: 'input',
    spellings: [`torch.Tensor.${kind}`],
    page: `torch.Tensor.${kind}`,
    outputs: (_, [input]) => [input.dtype === dtype ? input : copied(input, 'preserve_format', dtype)],
    storage: (_, [input]): Storage => (input.dtype === dtype ? 'alias' : 'new'),
    draw: () => ({}),
  });

const to = movement({
  kind: 'to',
  options: () => ({
    dtype: elementType.nullable().default(null),
    copy: z.boolean().default(false),
    memory_format: format('preserve_format'),
  }),
  signature: "input, dtype=None, non_blocking=False, copy=False, *, memory_format='preserve_format'",
  spellings: ['torch.Tensor.to', 'torch.Tensor.type'],
  page: 'torch.Tensor.to',
  signatures: {
    'torch.Tensor.to': [
      "input, dtype=None, non_blocking=False, copy=False, *, memory_format='preserve_format'",
      "input, device=None, dtype=None, non_blocking=False, copy=False, *, memory_format='preserve_format'",
    ],
    'torch.Tensor.type': 'input, dtype=None, non_blocking=False',
  },
  requires: ({ memory_format }, [input]) => fourDimensions(memory_format, input),
  outputs: ({ dtype, copy, memory_format }, [input]) => {
    const wanted = dtype ?? input.dtype;
    return [
      wanted === input.dtype && !copy && isOrderedAs(memory_format, input)
        ? input
        : copied(input, memory_format, wanted),
    ];
  },
  storage: ({ dtype, copy, memory_format }, [input]): Storage =>
    (dtype ?? input.dtype) === input.dtype && !copy && isOrderedAs(memory_format, input) ? 'alias' : 'new',
  draw: (draw) => ({ dtype: draw.oneOf<Dtype>(['float32', 'float32', 'float64']) }),
});

/** The element type is that of another tensor, of which nothing else is read. */
const typeAs = movement({
  kind: 'type_as',
  options: () => ({}),
  signature: 'input, other',
  tensors: ['input', 'other'],
  spellings: ['torch.Tensor.type_as', 'torch.Tensor.to'],
  page: 'torch.Tensor.type_as',
  arity: 2,
  outputs: (_, [input, other]) => {
    const { dtype } = other as Tensor;
    return [input.dtype === dtype ? input : copied(input, 'preserve_format', dtype)];
  },
  storage: (_, [input, other]): Storage => (input.dtype === (other as Tensor).dtype ? 'alias' : 'new'),
  draw: () => ({}),
  generate: { operands: (_, { shape }) => ({ inputs: [{ shape }] }) },
});

/** A constant in the shape of a tensor, of which nothing but that is read. */
const like = (kind: string, fill?: true): LayerDefinition =>
  movement({
    kind,
    options: () => ({ ...(fill ? { fill_value: scalar } : {}), dtype: elementType.nullable().default(null) }),
    signature: `input${fill ? ', fill_value' : ''}, *, dtype=None`,
    spellings: [`torch.${kind}`],
    outputs: ({ dtype }, [input]) => [copied(input, 'preserve_format', (dtype as Dtype | null) ?? input.dtype)],
    storage: 'new',
    unlearnt: true,
    draw: () => (fill ? { fill_value: 1 } : {}) as never,
  });

/** A constant of a shape of its own and the type of a tensor. */
const anew = (kind: string, fill?: true): LayerDefinition =>
  movement({
    kind,
    options: () => ({
      size: z.array(z.int().min(0)).max(64),
      ...(fill ? { fill_value: scalar } : {}),
      dtype: elementType.nullable().default(null),
    }),
    signature: fill ? 'input, size, fill_value, *, dtype=None' : 'input, *size, dtype=None',
    spellings: [`torch.Tensor.${kind}`],
    page: `torch.Tensor.${kind}`,
    outputs: ({ size, dtype }, [input]) => [
      tensor(size as readonly number[], (dtype as Dtype | null | undefined) ?? input.dtype),
    ],
    storage: 'new',
    unlearnt: true,
    draw: (_, { shape }) => ({ size: [...shape], ...(fill ? { fill_value: 1 } : {}) }) as never,
  });

const casts: Readonly<Record<string, Dtype>> = {
  bfloat16: 'bfloat16',
  bool: 'bool',
  byte: 'uint8',
  char: 'int8',
  double: 'float64',
  float: 'float32',
  half: 'float16',
  int: 'int32',
  long: 'int64',
  short: 'int16',
};

export const copies: readonly LayerDefinition[] = [
  ...Object.entries(casts).map(([kind, dtype]) => cast(kind, dtype)),
  clone,
  contiguous,
  detach,
  like('full_like', true),
  anew('new_full', true),
  anew('new_ones'),
  anew('new_zeros'),
  like('ones_like'),
  positive,
  to,
  typeAs,
  like('zeros_like'),
];
