/** Sliding blocks as columns and back: Unfold and Fold, as modules and as functions. */

import { drawWindow, span, tooSmall, windowCount, wrongRank } from '../../geometry.ts';
import { defineLayer, type LayerDefinition } from '../../layer.ts';
import { natural, pair, positive } from '../../options.ts';
import { numel, tensor } from '../../tensor.ts';

const blockOptions = () => ({
  kernel_size: pair(positive),
  dilation: pair(positive).default([1, 1]),
  padding: pair(natural).default([0, 0]),
  stride: pair(positive).default([1, 1]),
});

type Pair = readonly [number, number];

interface Blocks {
  readonly kernel_size: Pair;
  readonly dilation: Pair;
  readonly padding: Pair;
  readonly stride: Pair;
}

/** How many blocks there are along each of two dimensions. */
const counts = (size: readonly number[], { kernel_size, dilation, padding, stride }: Blocks): [number, number] => {
  const along = (index: 0 | 1) =>
    windowCount(size[index] as number, kernel_size[index], stride[index], 2 * padding[index], dilation[index]);
  return [along(0), along(1)];
};

const described = (kind: string, target: 'module' | 'function', signature: string) => ({
  kind,
  target,
  source:
    target === 'module'
      ? `https://pytorch.org/docs/stable/generated/torch.nn.${kind}.html`
      : `https://pytorch.org/docs/stable/generated/torch.nn.functional.${kind}.html`,
  ...(target === 'module'
    ? {}
    : { torch: { spellings: [`torch.nn.functional.${kind}`] as const, signature, tensors: ['input'] } }),
});

/** (N, C, H, W) to (N, C kh kw, blocks), or without N: elements are copied, none is computed. */
export const unfolding = (kind: string, target: 'module' | 'function'): LayerDefinition =>
  defineLayer({
    ...described(kind, target, 'input, kernel_size, dilation=1, padding=0, stride=1'),
    options: blockOptions,
    requires: ({ kernel_size, dilation, padding }, [input]) =>
      wrongRank(input, [4, 3]) ??
      tooSmall(
        input.shape,
        kernel_size,
        dilation,
        padding.map((side) => 2 * side),
      ),
    outputs: (options, [{ shape, dtype }]) => {
      const batch = shape.slice(0, -3);
      const [channels, ...size] = shape.slice(-3) as [number, number, number];
      return [tensor([...batch, channels * numel(options.kernel_size), numel(counts(size, options))], dtype)];
    },
    generate: {
      ranks: [4, 4, 3],
      options: (draw, { shape }) => {
        if (shape.length < 3) return undefined;
        const windows = shape.slice(-2).map((length) => drawWindow(draw, length));
        const each = (name: keyof (typeof windows)[number]) => windows.map((one) => one[name]);
        return {
          kernel_size: each('kernel'),
          dilation: each('dilation'),
          padding: each('padding'),
          stride: each('stride'),
        };
      },
    },
  });

/** (N, C kh kw, blocks) to (N, C, H, W), or without N: where blocks overlap, their elements are added up. */
export const folding = (kind: string, target: 'module' | 'function'): LayerDefinition =>
  defineLayer({
    ...described(kind, target, 'input, output_size, kernel_size, dilation=1, padding=0, stride=1'),
    options: () => ({ output_size: pair(positive), ...blockOptions() }),
    requires: (options, [input]) => {
      const rank = wrongRank(input, [3, 2]);
      if (rank) return rank;
      const { shape } = input;
      const { output_size, kernel_size, dilation, padding } = options;
      const small = tooSmall(
        output_size,
        kernel_size,
        dilation,
        padding.map((side) => 2 * side),
      );
      if (small) return small;
      const [elements, blocks] = shape.slice(-2) as [number, number];
      const expected = numel(counts(output_size, options));
      if (blocks !== expected)
        return { code: 'size', what: 'blocks', dimension: 'the last dimension', expected, got: blocks, shape };
      const kernel = numel(kernel_size);
      return elements % kernel === 0
        ? undefined
        : {
            code: 'option',
            option: 'kernel_size',
            rule: `its ${kernel} elements must divide the ${elements} of a block`,
            got: kernel_size,
          };
    },
    outputs: ({ output_size, kernel_size }, [{ shape, dtype }]) => {
      const channels = (shape.at(-2) as number) / numel(kernel_size);
      return [tensor([...shape.slice(0, -2), channels, ...output_size], dtype)];
    },
    symbols: (options, [{ shape }]) => {
      const { kernel_size, stride, dilation } = options;
      const [B0, B1] = counts(options.output_size, options);
      return {
        N: numel(shape.slice(0, -2)),
        C: (shape.at(-2) as number) / numel(kernel_size),
        K0: kernel_size[0],
        K1: kernel_size[1],
        B0,
        B1,
        s0: stride[0],
        s1: stride[1],
        d0: dilation[0],
        d1: dilation[1],
      };
    },
    // As for transposed convolutions: all of it is added up, what lies in the padding is cut off.
    parts: {
      met0: 'B0 * K0 - max(0, B0 - d0 / gcd(s0, d0)) * max(0, K0 - s0 / gcd(s0, d0))',
      met1: 'B1 * K1 - max(0, B1 - d1 / gcd(s1, d1)) * max(0, K1 - s1 / gcd(s1, d1))',
    },
    formulas: { additions: 'N * C * (B0 * B1 * K0 * K1 - met0 * met1)' },
    generate: {
      ranks: [3, 3, 2],
      options: (draw, { shape }) => {
        if (shape.length < 2) return undefined;
        const [elements, blocks] = shape.slice(-2) as [number, number];
        const divisor = (number: number) =>
          draw.oneOf(
            Array.from({ length: number }, (_, index) => index + 1).filter(
              (size) => number % size === 0 && size <= 5,
            ) as [number, ...number[]],
          );
        const rows = divisor(elements);
        const kernel_size = [rows, divisor(elements / rows)];
        const along = divisor(blocks);
        const stride = [draw.integer(1, 3), draw.integer(1, 3)];
        const dilation = [draw.integer(1, 2), draw.integer(1, 2)];
        const covered = [along, blocks / along].map(
          (count, index) =>
            (count - 1) * (stride[index] as number) + span(kernel_size[index] as number, dilation[index] as number),
        );
        const padding = covered.map((size) => (size > 2 ? draw.integer(0, 1) : 0));
        const output_size = covered.map((size, index) => size - 2 * (padding[index] as number));
        return { output_size, kernel_size, dilation, padding, stride };
      },
    },
  });
