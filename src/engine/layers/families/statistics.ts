/** What normalizations by the mean and variance of their groups have in common. */

import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import type { Named } from '../../layer.ts';
import { type Dtype, isFloating, type Shape, type Tensor } from '../../tensor.ts';

/**
 * y = (x - mean) / sqrt(var + eps) * weight + bias, where mean = sum(x) / m and var = sum((x - mean)^2) / m over the m elements
 * of each group; `groups` is the product that says how many there are. Where these may be constants, `times` is "own * ", which is
 * 1 where they are those of the input, else 0. Source: arXiv:1502.03167, algorithm 1.
 */
export const byStatistics = (groups: string, times: '' | 'own * ' = '') => ({
  multiplications: `x_numel * affine + ${times}x_numel`,
  additions: `x_numel * (1 + bias) + ${times}(2 * (x_numel - ${groups}) + x_numel + ${groups})`,
  divisions: `x_numel + ${times}2 * ${groups}`,
  square_roots: `${times}${groups}`,
});

/** The same where the statistics are given to a function, which then has one root to find for each of them. */
export const byGivenStatistics = (groups: string, given: string) => {
  const { additions, square_roots, ...others } = byStatistics(groups, 'own * ');
  const roots = `(1 - own) * ${given}`;
  return { ...others, additions: `${additions} + ${roots}`, square_roots: `${square_roots} + ${roots}` };
};

/** Types of 16 bits, beside which weights of float32 are taken. Source: torch 2.15, aten/src/ATen/native/cpu/mixed_data_type.h. */
const ofSixteenBits: readonly Dtype[] = ['float16', 'bfloat16'];

export const mixesSixteenBits = (): readonly Dtype[] => ofSixteenBits;

/** Where input and weights are joined to a type of their own. */
export const mixesFloats = (): readonly Dtype[] => [...ofSixteenBits, 'float64'];

/** Whether a function is given weights and biases, as symbols. */
export const givenAffine = (named: Named) => ({ affine: named.weight ? 1 : 0, bias: named.bias ? 1 : 0 });

/**
 * Why tensors given by name do not fit: each must have this shape, and all the input's element type, or float32 beside one of 16
 * bits; or any floating type where `isAnyFloat`.
 */
export const wrongNamed = (
  named: Named,
  shape: Shape,
  { dtype }: Tensor,
  isAnyFloat = false,
): Complaint | undefined => {
  const all = Object.values(named);
  const isMixed = ofSixteenBits.includes(dtype) && all.every((given) => given.dtype === 'float32');
  for (const given of all) {
    const fits = given.dtype === dtype || isMixed || (isAnyFloat && isFloating(given.dtype));
    if (!fits) return { code: 'dtype', expected: dtype, got: given.dtype };
    if (given.shape.length !== shape.length || given.shape.some((size, index) => size !== shape[index]))
      return {
        code: 'mismatch',
        shapes: [shape, given.shape],
        rule: 'weight and bias must have the shape of what they scale',
      };
  }
  return undefined;
};

/** Why running statistics that are given to a function do not fit. `isOwn` says that those of the input are used, by the option named. */
export const wrongStatistics = (
  option: string,
  isOwn: boolean,
  { running_mean, running_var }: Named,
): Complaint | undefined => {
  const given = [running_mean, running_var].filter((one) => one !== undefined);
  const complain = (rule: string): Complaint => ({ code: 'option', option, rule, got: isOwn });
  if (!isOwn && given.length < 2) return complain('without it running_mean and running_var are needed');
  if (isOwn && given.length > 0) return complain('with it running statistics are written anew, which is training');
  return given.some(({ learnt }) => learnt)
    ? complain('running statistics cannot be parameters that are learnt')
    : undefined;
};

/** Statistics are what the network is given, and variances are no less than 0. */
export const drawnRanges = (named: Named): Readonly<Record<string, 'fraction'>> =>
  named.running_mean ? { running_mean: 'fraction', running_var: 'fraction' } : {};

/** Running statistics as a generator asks for them. */
export const drawnStatistics = (shape: Shape) => ({
  running_mean: { shape, given: true } as const,
  running_var: { shape, given: true } as const,
});

/** Names the tensors that a generator gives by name: none, the first, or all. */
export const drawNamed = (draw: Draw, names: readonly string[], { dtype }: Tensor, shape: Shape) => ({
  named: Object.fromEntries(names.slice(0, draw.oneOf([0, 1, names.length])).map((name) => [name, { shape, dtype }])),
});
