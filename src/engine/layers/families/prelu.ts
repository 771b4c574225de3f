/** The rectifier whose slope is learnt, as a module and as a function. */

import { defineLayer } from '../../layer.ts';
import { positive, real } from '../../options.ts';
import { alike, numel, type Shape } from '../../tensor.ts';

const both = 'Both terms of its choice are counted for each element: an upper bound of a loop that computes one.';

const channelsOf = (shape: Shape): number => shape[1] ?? 1;

const wrongSlopes = (slopes: number, shape: Shape) =>
  slopes === 1 || slopes === channelsOf(shape)
    ? undefined
    : ({
        code: 'size',
        what: slopes === 1 ? 'channel' : 'channels',
        dimension: 'dimension 1',
        expected: slopes,
        got: channelsOf(shape),
        shape,
      } as const);

/** x, if x >= 0, else a * x, where a is one for all elements or one for each channel. */
const cost = { comparisons: 'x_numel', multiplications: 'x_numel' };

export const PReLU = defineLayer({
  kind: 'PReLU',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html',
  options: () => ({ num_parameters: positive.default(1), init: real.default(0.25) }),
  requires: ({ num_parameters }, [{ shape }]) => wrongSlopes(num_parameters, shape),
  outputs: (_, [input]) => [alike(input)],
  weights: ({ num_parameters }) => [{ name: 'weight', shape: [num_parameters] }],
  depends: () => both,
  symbols: ({ num_parameters }) => ({ slopes: num_parameters }),
  formulas: { params: 'slopes', ...cost },
  generate: {
    ranks: [4, 2, 3],
    options: (draw, { shape }) => ({
      num_parameters: draw.boolean() ? channelsOf(shape) : 1,
      init: draw.oneOf([0.25, -1]),
    }),
  },
});

export const prelu = defineLayer({
  kind: 'prelu',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html',
  options: () => ({}),
  torch: {
    spellings: ['torch.nn.functional.prelu', 'torch.prelu', 'torch.Tensor.prelu'],
    signature: 'input, weight',
    tensors: ['input', 'weight'],
  },
  arity: 2,
  requires: (_, [input, weight]) => {
    const slopes = weight as typeof input;
    if (slopes.shape.length > 1)
      return {
        code: 'mismatch',
        shapes: [input.shape, slopes.shape],
        rule: 'the second must have at most one dimension',
      };
    if (slopes.dtype !== input.dtype) return { code: 'dtype', expected: input.dtype, got: slopes.dtype };
    return wrongSlopes(numel(slopes.shape), input.shape);
  },
  outputs: (_, [input]) => [alike(input)],
  depends: () => both,
  formulas: cost,
  generate: {
    ranks: [4, 2, 3],
    options: () => ({}),
    operands: (draw, { shape, dtype }) => ({
      inputs: [{ shape: draw.boolean() && shape.length > 1 ? [channelsOf(shape)] : [1], dtype }],
    }),
  },
});
