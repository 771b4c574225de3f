import type { Arithmetic, Scalar } from './arithmetic.ts';
import { type Equation, weight } from './definition.ts';
import { fill, indices, type Tensor } from './tensor.ts';

interface BatchNorm {
  readonly eps: number;
  readonly affine: boolean;
  readonly bias: boolean;
  readonly track_running_stats: boolean;
}

/** E[x] = Σ x / m and Var[x] = Σ (x - E[x])² / m over the m elements of a channel. Source: arXiv:1502.03167, algorithm 1. */
const statistics = (x: Tensor, c: number, { sum, subtract, multiply, divide, constant }: Arithmetic) => {
  const [N, , ...sizes] = x.shape as [number, number, ...number[]];
  const channel = Array.from(indices([N, ...sizes]), ([n, ...position]) => x.at(n, c, ...position));
  const m = constant(channel.length);
  const mean = divide(sum(channel), m);
  const squares = channel.map((element) => {
    const centred = subtract(element, mean);
    return multiply(centred, centred);
  });
  return { mean, variance: divide(sum(squares), m) };
};

/**
 * y = (x - E[x]) / sqrt(Var[x] + eps) · γ + β for each channel (β where there is a bias), in evaluation mode: E and Var are the running ones where they
 * are tracked, and those of the batch otherwise. Source: torch.nn.BatchNorm1d, torch.nn.BatchNorm2d.
 */
export const batchNorm: Equation<BatchNorm> = (call, arithmetic) => {
  const { options, inputs } = call;
  const { add, subtract, multiply, divide, squareRoot, constant } = arithmetic;
  const [x] = inputs;
  const eps = constant(options.eps);
  const channels: { mean: Scalar; deviation: Scalar }[] = [];
  for (const [c] of indices([x.shape[1] as number])) {
    const { mean, variance } = options.track_running_stats
      ? { mean: weight(call, 'running_mean').at(c), variance: weight(call, 'running_var').at(c) }
      : statistics(x, c, arithmetic);
    channels.push({ mean, deviation: squareRoot(add(variance, eps)) });
  }
  return [
    fill(x.shape, (index) => {
      const c = index[1] as number;
      const { mean, deviation } = channels[c] as (typeof channels)[number];
      const normalised = divide(subtract(x.at(...index), mean), deviation);
      if (!options.affine) return normalised;
      const scaled = multiply(normalised, weight(call, 'weight').at(c));
      return options.bias ? add(scaled, weight(call, 'bias').at(c)) : scaled;
    }),
  ];
};
