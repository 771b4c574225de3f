/** Packed arguments and results, and sizes that follow from the batch. */

import { describe, expect, it } from 'vitest';
import { count, Refusal } from '../../src/engine/index.ts';

const around = (call: object) => ({
  inputs: [{ name: 'x', shape: [3, 4] }],
  modules: [
    { path: 'inner', kind: 'Module', class: 'Inner' },
    { path: 'head', kind: 'Linear', options: { in_features: 4, out_features: 2 } },
  ],
  calls: [
    {
      id: 'inner',
      module: 'inner',
      inputs: ['x'],
      calls: [{ id: 'inner/add', op: 'add', inputs: ['x', 'x'] }],
      outputs: ['inner/add'],
      ...call,
    },
    { id: 'head', module: 'head', inputs: ['inner'] },
  ],
  outputs: ['head'],
});

const errorOf = (given: object, convention: string): string => {
  const counted = count(given, convention);
  return counted.status === 'raises' ? counted.error : counted.status;
};

describe('torchsummary', () => {
  it.each<[string, object, string]>([
    ['counts a plain call', {}, 'counted'],
    ['cannot take the size of a dict', { returns: { out: 0 } }, 'AttributeError'],
    ['cannot take the size of nothing', { returns: [0, null] }, 'AttributeError'],
    ['takes a list of one', { returns: [0] }, 'counted'],
    ['cannot take the size of a list', { takes: { args: [[0]] } }, 'AttributeError'],
    ['finds no argument by place', { takes: { args: [], kwargs: { x: 0 } } }, 'IndexError'],
  ])('%s', (_, call, expected) => {
    expect(errorOf(around(call), 'torchsummary')).toBe(expected);
  });
});

it.each([
  ['a place twice', { returns: [0, 0] }],
  ['a place that there is not', { returns: [1] }],
  ['arguments without a tensor', { takes: { args: [null] } }],
])('%s is refused', (_, call) => {
  expect(() => count(around(call))).toThrow(Refusal);
});

const viewed = (shape: readonly unknown[], batch: number) => ({
  inputs: [{ name: 'x', shape: [batch, 4] }],
  calls: [{ id: 'view', op: 'view', inputs: ['x'], options: { shape } }],
  outputs: ['view'],
});

it('a size that follows from the batch is the number that it comes to', () => {
  const shapeOf = (given: object): readonly number[] | undefined => {
    const counted = count(given);
    return counted.status === 'counted' ? counted.layers[0]?.output_shapes[0] : undefined;
  };
  expect(shapeOf(viewed([{ batch: 2 }, 2], 3))).toEqual([6, 2]);
  expect(shapeOf(viewed([{ batch: 1, plus: -1 }, -1], 3))).toEqual([2, 6]);
});
