/** Small cases, counted by hand. */

import { describe, expect, it } from 'vitest';
import { execute, type NumericCall } from '../../reference/index.ts';

const numbers = (shape: number[], ...data: number[]) => ({ shape, data: Float64Array.from(data) });

const call = (given: Partial<NumericCall>): NumericCall => ({ options: {}, inputs: [], weights: {}, ...given });

describe('executed by hand', () => {
  it('a convolution of one row with one zero at each side', () => {
    const x = numbers([1, 1, 4], 1, 2, 3, 4);
    const weights = { weight: numbers([1, 1, 3], 1, 10, 100), bias: numbers([1], 0.5) };
    const { outputs, counts, read } = execute(
      'Conv1d',
      call({
        options: {
          in_channels: 1,
          out_channels: 1,
          kernel_size: [3],
          stride: [1],
          padding: [1],
          dilation: [1],
          groups: 1,
          bias: true,
          padding_mode: 'zeros',
        },
        inputs: [x],
        weights,
      }),
    );
    expect(outputs).toEqual([numbers([1, 1, 4], 210.5, 321.5, 432.5, 43.5)]);
    // Four places of three taps; the first tap of the first place and the last one of the last meet a zero.
    expect(counts).toMatchObject({ macs: 12, effective_macs: 10, multiplications: 12, additions: 12 });
    expect([x, weights.weight, weights.bias].map((one) => read.get(one))).toEqual([4, 3, 1]);
  });

  it('a batch of two, normalised by its own statistics', () => {
    const { outputs, counts } = execute(
      'BatchNorm1d',
      call({ options: { eps: 0, affine: false, track_running_stats: false }, inputs: [numbers([2, 1], 1, 3)] }),
    );
    expect(outputs).toEqual([numbers([2, 1], -1, 1)]);
    // Mean: 1 addition and 1 division. Variance: 2 differences, 2 squares, 1 addition, 1 division. Deviation: 1 addition, 1 root.
    // Output: 2 differences, 2 divisions.
    expect(counts).toMatchObject({ additions: 7, multiplications: 2, divisions: 4, square_roots: 1, macs: 0 });
  });

  it('the same with running statistics, whose deviation is a constant', () => {
    const { outputs, counts } = execute(
      'BatchNorm1d',
      call({
        options: { eps: 0, affine: false, track_running_stats: true },
        inputs: [numbers([2, 1], 1, 3)],
        weights: { running_mean: numbers([1], 1), running_var: numbers([1], 4) },
      }),
    );
    expect(outputs).toEqual([numbers([2, 1], 0, 1)]);
    expect(counts).toMatchObject({ additions: 2, divisions: 2, multiplications: 0, square_roots: 0 });
  });

  it('the similarity of short vectors, each length of which is held above eps by itself', () => {
    const x = numbers([1], -9e-5);
    const { outputs, counts } = execute('cosine_similarity', call({ options: { dim: 0, eps: 1e-8 }, inputs: [x, x] }));
    expect(outputs[0]?.data[0]).toBeCloseTo(1, 12);
    expect(counts).toMatchObject({ comparisons: 2, multiplications: 4, divisions: 1, square_roots: 2 });
  });

  it('refuses a kind without a definition, and an equation without its weights', () => {
    expect(() => execute('Quux', call({}))).toThrow('The kind "Quux" has no executed definition.');
    const linear = { options: { in_features: 1, out_features: 1, bias: false }, inputs: [numbers([1, 1], 1)] };
    expect(() => execute('Linear', call(linear))).toThrow('The equation needs "weight", and was given none.');
  });
});
