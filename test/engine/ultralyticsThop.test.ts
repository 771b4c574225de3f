/** How ultralytics-thop counts einsum, functions, classes derived from layers, and modules under several parents. */

import { describe, expect, it } from 'vitest';
import { type ArchitectureJson, type Count, count } from '../../src/engine/index.ts';

const counted = (given: ArchitectureJson): Count => {
  const prediction = count(given, 'ultralytics-thop');
  if (prediction.status !== 'counted') throw new Error(prediction.because);
  return prediction;
};

const einsum = (equation: string, ...shapes: readonly number[][]): bigint =>
  counted({
    inputs: shapes.map((shape, index) => ({ name: `x${index}`, shape })),
    calls: [{ id: 'y', op: 'einsum', inputs: shapes.map((_, index) => `x${index}`), options: { equation } }],
    outputs: ['y'],
  }).totals.macs as bigint;

describe('einsum', () => {
  it.each<[string, readonly number[][], bigint]>([
    [
      'ij,jk->ik',
      [
        [2, 3],
        [3, 5],
      ],
      30n,
    ],
    [
      'ij,jk',
      [
        [2, 3],
        [3, 5],
      ],
      30n,
    ],
    [
      '...ij,jk->...ik',
      [
        [4, 2, 3],
        [3, 5],
      ],
      120n,
    ],
    // What one operand alone has, and the output has not, is summed before.
    ['ij,k->k', [[2, 3], [5]], 5n],
    [
      'ij,jk->k',
      [
        [1, 3],
        [3, 5],
      ],
      15n,
    ],
    ['ij->i', [[2, 3]], 0n],
    ['i,i,i->i', [[2], [2], [2]], 0n],
  ])('%s of %j counts %d', (equation, shapes, expected) => {
    expect(einsum(equation, ...shapes)).toBe(expected);
  });
});

it('knows torch.matmul, but not by its name among linear algebra', () => {
  const of = (spelling: string) =>
    counted({
      inputs: [
        { name: 'x', shape: [2, 3] },
        { name: 'w', shape: [3, 4] },
      ],
      calls: [{ id: 'y', op: 'matmul', spelling, inputs: ['x', 'w'] }],
      outputs: ['y'],
    }).totals.macs;
  expect(['torch.matmul', 'torch.Tensor.matmul', 'operator.matmul', 'torch.linalg.matmul'].map(of)).toEqual([
    24n,
    24n,
    24n,
    0n,
  ]);
});

const linear = { in_features: 4, out_features: 4 };

it('counts a class derived from a layer as the layer, and a module under two parents once in its total', () => {
  const { totals, statistics } = counted({
    inputs: [{ name: 'x', shape: [3, 4] }],
    modules: [
      { path: 'a', kind: 'Sequential' },
      { path: 'a.0', kind: 'Linear', class: 'Dense', options: linear },
      { path: 'b', kind: 'Sequential' },
      { path: 'b.0', same_as: 'a.0' },
    ],
    calls: [
      { id: 'a', module: 'a', inputs: ['x'] },
      { id: 'b', module: 'b', inputs: ['a'] },
    ],
    outputs: ['b'],
  });
  expect(totals).toMatchObject({ macs: 96n, params: 20n });
  expect(statistics?.map(({ path, macs }) => [path, macs])).toEqual([
    ['a', '96'],
    ['a.0', '96'],
    ['b', '0'],
    ['b.0', '96'],
  ]);
});
