/** Modules that put elements around their inputs, and the function behind them. They move data and compute nothing. */

import { z } from 'zod';
import { defineLayer, type LayerDefinition } from '../layer.ts';
import { real } from '../options.ts';
import { type Around, badPad, drawPad, type PadMode, padded } from './families/padding.ts';

const size = z
  .int()
  .min(-(2 ** 31))
  .max(2 ** 31 - 1);

/** One number for all sides; PyTorch takes any list as it is, and lets its length say how many dimensions are padded. */
const around = (dimensions: number) =>
  z
    .union([size, z.array(size).max(64)])
    .transform((given): Around => (typeof given === 'number' ? new Array<number>(2 * dimensions).fill(given) : given));

interface Padding {
  /** Over one, two and three dimensions. */
  readonly kinds: readonly string[];
  readonly mode: PadMode;
  readonly hasValue?: true;
}

const padding = ({ mode, hasValue }: Padding, kind: string, dimensions: number): LayerDefinition =>
  defineLayer({
    kind,
    target: 'module',
    source: `https://pytorch.org/docs/stable/generated/torch.nn.${kind}.html`,
    options: () => ({ padding: around(dimensions), ...(hasValue ? { value: real } : {}) }),
    takes: ['any'],
    requires: (options, [input]) => {
      // Only the circular modules look at the input themselves.
      const ranks = [dimensions + 2, dimensions + 1];
      if (mode === 'circular' && !ranks.includes(input.shape.length))
        return { code: 'rank', expected: ranks, shape: input.shape };
      return badPad(options.padding, mode, input, (options as { readonly value?: number }).value);
    },
    outputs: (options, [input]) => [padded(options.padding, mode, input)],
    generate: {
      ranks: [dimensions + 2, dimensions + 1],
      options: (draw, input) => {
        const rank = input.shape.length;
        if (rank !== dimensions + 2 && rank !== dimensions + 1) return undefined;
        const drawn = drawPad(draw, mode, input, dimensions);
        return { padding: drawn, ...(hasValue ? { value: draw.oneOf([0, 1.5, -1]) } : {}) };
      },
    },
  });

const pad = defineLayer({
  kind: 'pad',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html',
  options: () => ({
    pad: z.array(size).max(64),
    mode: z.enum(['constant', 'reflect', 'replicate', 'circular']).default('constant'),
    value: real.nullable().default(null),
  }),
  torch: {
    spellings: ['torch.nn.functional.pad'],
    signature: "input, pad, mode='constant', value=None",
    tensors: ['input'],
  },
  takes: ['any'],
  valid: ({ mode, value }) =>
    mode !== 'constant' && value !== null && value !== 0
      ? { code: 'option', option: 'value', rule: `mode "${mode}" has none`, got: value }
      : undefined,
  requires: (options, [input]) => badPad(options.pad, options.mode, input, options.value ?? 0),
  outputs: (options, [input]) => [padded(options.pad, options.mode, input)],
  generate: {
    ranks: [4, 3, 2, 5],
    options: (draw, input) => {
      const rank = input.shape.length;
      const mode = draw.oneOf(['constant', 'reflect', 'replicate', 'circular'] as const);
      const most = Math.min(3, rank - 1);
      const least = mode === 'constant' ? 1 : Math.max(1, rank - 2);
      if (least > most) return undefined;
      const drawn = drawPad(draw, mode, input, draw.integer(least, most));
      return { pad: drawn, mode, value: mode === 'constant' ? draw.oneOf([null, 0, 2.5]) : null };
    },
  },
});

const families: readonly Padding[] = [
  { kinds: ['CircularPad1d', 'CircularPad2d', 'CircularPad3d'], mode: 'circular' },
  { kinds: ['ConstantPad1d', 'ConstantPad2d', 'ConstantPad3d'], mode: 'constant', hasValue: true },
  { kinds: ['ReflectionPad1d', 'ReflectionPad2d', 'ReflectionPad3d'], mode: 'reflect' },
  { kinds: ['ReplicationPad1d', 'ReplicationPad2d', 'ReplicationPad3d'], mode: 'replicate' },
  { kinds: ['ZeroPad1d', 'ZeroPad2d', 'ZeroPad3d'], mode: 'constant' },
];

export const paddings: readonly LayerDefinition[] = [
  ...families.flatMap((family) => family.kinds.map((kind, index) => padding(family, kind, index + 1))),
  pad,
];
