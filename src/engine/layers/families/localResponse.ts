/** Normalizations by the neighbouring channels. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import { wrongRank } from '../../geometry.ts';
import { defineLayer, type Inputs } from '../../layer.ts';
import { positive } from '../../options.ts';
import { alike, type Shape, type Tensor, tensor, viewStrides } from '../../tensor.ts';
import { notInHalf } from './avgPool.ts';

const pages = 'https://pytorch.org/docs/stable/generated/torch.nn';

const options = () => ({
  size: positive,
  alpha: z.number().default(1e-4),
  beta: z.number().default(0.75),
  k: z.number().default(1),
});

const draw = (next: Draw) => ({
  size: next.integer(1, 5),
  alpha: next.oneOf([1e-4, 0.5]),
  beta: next.oneOf([0.75, 2]),
  k: next.oneOf([1, 2]),
});

/** b_c = a_c * (k + alpha / size * sum(a_c'^2))^(-beta) over `size` channels around c. Source: AlexNet, section 3.3. */
const local = {
  options,
  requires: (_: unknown, inputs: Inputs): Complaint | undefined => {
    const [input] = inputs;
    const { shape } = input;
    const rank = wrongRank(input, [3, 4, 5, 6, 7]);
    if (rank || shape.length === 3) return rank;
    // From four dimensions on the mean is one over volumes: PyTorch looks at the squares as at one more image.
    const [N, C, H, ...rest] = shape as [number, number, number, ...number[]];
    const target = [N, 1, C, H, rest.reduce((product, size) => product * size, 1)];
    return viewStrides(alike(input), target) ? notInHalf(inputs) : { code: 'layout', shape, target };
  },
  outputs: (_: unknown, [input]: Inputs): readonly Tensor[] => [alike(input)],
  symbols: ({ size }: { readonly size: number }) => ({ window: size }),
  formulas: { multiplications: '3 * x_numel', additions: 'window * x_numel', powers: 'x_numel' },
  generate: {
    ranks: [4, 3] as const,
    options: (next: Draw, { shape }: { readonly shape: Shape }) =>
      shape.length >= 3 && shape.length <= 7 ? draw(next) : undefined,
  },
};

export const LocalResponseNorm = defineLayer({
  ...local,
  kind: 'LocalResponseNorm',
  target: 'module',
  source: `${pages}.LocalResponseNorm.html`,
});

export const local_response_norm = defineLayer({
  ...local,
  kind: 'local_response_norm',
  target: 'function',
  source: `${pages}.functional.local_response_norm.html`,
  torch: {
    spellings: ['torch.nn.functional.local_response_norm'],
    signature: 'input, size, alpha=0.0001, beta=0.75, k=1.0',
    tensors: ['input'],
  },
});

/** PyTorch loops over the channels in Python, and a tool that traces it takes some 10 ms for each. */
const mostDrawn = 64;

/**
 * The same with a running sum over the channels, as the layer's own code states it: the squares of the first P channels are added
 * up, then each channel adds the next square, where there is one, and from the channel P + 1 on takes the oldest away.
 */
export const CrossMapLRN2d = defineLayer({
  kind: 'CrossMapLRN2d',
  target: 'module',
  source: `${pages}.CrossMapLRN2d.html`,
  options,
  requires: (_, [input]) => wrongRank(input, [4]),
  outputs: (_, [{ shape, dtype }]) => [tensor(shape, dtype)],
  symbols: ({ size }, [{ shape }]) => {
    const channels = shape[1] as number;
    return { C: channels, kept: Math.min(Math.floor((size - 1) / 2 + 1) + 1, channels) };
  },
  formulas: {
    multiplications: '3 * x_numel',
    additions: 'x_numel / C * (3 * C - kept - 1)',
    powers: 'x_numel',
  },
  generate: {
    ranks: [4],
    options: (next, { shape }) => (shape.length === 4 && (shape[1] as number) <= mostDrawn ? draw(next) : undefined),
  },
});
