/** Figures of single layers, worked out by hand. */

import { expect, it } from 'vitest';
import { count } from '../../src/engine/index.ts';

const totals = (call: object, ...shapes: readonly (readonly number[])[]) => {
  const names = shapes.map((_, index) => `x${index}`);
  const isFunction = 'op' in call;
  const prediction = count({
    inputs: shapes.map((shape, index) => ({ name: names[index], shape })),
    modules: isFunction ? [] : [{ path: 'layer', ...call }],
    calls: [{ id: 'y', inputs: names, ...(isFunction ? call : { module: 'layer' }) }],
    outputs: ['y'],
  } as object);
  if (prediction.status !== 'counted') throw new Error('The definition counts everything.');
  return prediction.totals;
};

const smoothed = (options: object, size: number) =>
  totals({ op: 'interpolate', options: { mode: 'bilinear', antialias: true, ...options } }, [1, 1, size, size]).flops;

it('counts what an antialiased kernel reaches, which is cut at the edges', () => {
  // Along each dimension the two outputs are made of three elements each.
  expect(smoothed({ size: 2 }, 4)).toBe(36n + 32n);
  // Corner to corner a step is two elements long: of three, four and two of them.
  expect(smoothed({ size: 3, align_corners: true }, 5)).toBe(81n + 72n);
  // A single output lies on the first corner.
  expect(smoothed({ size: 1, align_corners: true }, 4)).toBe(1n);
});

it('adds up along the first of three dimensions where a softmax is told none', () => {
  expect(totals({ kind: 'Softmax', options: {} }, [2, 3, 4]).flops).toBe(12n);
  expect(totals({ kind: 'Softmax', options: {} }, [2, 3]).flops).toBe(4n);
});

it('multiplies every pair of rows of a bilinear layer, however many dimensions they have', () => {
  const options = { in1_features: 4, in2_features: 5, out_features: 6 };
  expect(totals({ kind: 'Bilinear', options }, [2, 3, 4], [2, 3, 5]).macs).toBe(6n * 6n * 25n);
});
