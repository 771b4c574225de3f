/** How torchinfo lists a network: containers that nobody calls, modules under several parents, names, scalars. */

import { describe, expect, it } from 'vitest';
import { type ArchitectureJson, type Count, count } from '../../src/engine/index.ts';

const linear = { in_features: 4, out_features: 4 };
const network = (
  modules: ArchitectureJson['modules'],
  calls: readonly (readonly [string, string])[],
  shape = [3, 4],
): ArchitectureJson => ({
  inputs: [{ name: 'x', shape }],
  modules: modules ?? [],
  calls: calls.map(([id, module], index) => ({ id, module, inputs: [calls[index - 1]?.[0] ?? 'x'] })),
  outputs: [calls.at(-1)?.[0] as string],
});

const counted = (given: ArchitectureJson): Count => {
  const prediction = count(given, 'torchinfo');
  if (prediction.status !== 'counted') throw new Error(prediction.because);
  return prediction;
};

const lines = (given: ArchitectureJson): string[] =>
  counted(given).layers.map(({ id, figures }) => `${id}${figures.recursive === 'True' ? ' again' : ''}`);

describe('its list', () => {
  it('shows a container that nobody calls before each run of what lies in it', () => {
    const list = [
      { path: 'list', kind: 'ModuleList' },
      { path: 'list.0', kind: 'Linear', options: linear },
      { path: 'list.1', kind: 'Linear', options: linear },
      { path: 'relu', kind: 'ReLU' },
    ];
    const calls = [
      ['a', 'list.0'],
      ['b', 'relu'],
      ['c', 'list.1'],
    ] as const;
    // One line that stands in two places: its number is that of the last.
    expect(lines(network(list, calls))).toEqual([
      'Network',
      'ModuleList: 1-3 again',
      'Linear: 2-1',
      'ReLU: 1-2',
      'ModuleList: 1-3 again',
      'Linear: 2-2',
    ]);
  });

  it('takes a module to lie at its last path, and counts it again for the container before', () => {
    const shared = [
      { path: 'a', kind: 'Sequential' },
      { path: 'a.0', kind: 'Linear', options: linear },
      { path: 'b', kind: 'Sequential' },
      { path: 'b.0', same_as: 'a.0' },
    ];
    const calls = [
      ['a', 'a'],
      ['b', 'b'],
    ] as const;
    const { totals } = counted(network(shared, calls));
    expect([totals.params, totals.mult_adds, totals.param_bytes]).toEqual([60n, 120n, 80n]);
  });
});

it('takes a class with Conv in its name for a convolution, whatever it is derived from', () => {
  const of = (name: string) =>
    counted(network([{ path: 'fc', kind: 'Linear', class: name, options: linear }], [['fc', 'fc']], [2, 3, 5, 4]))
      .totals.mult_adds;
  expect([of('Dense'), of('Conv1D')]).toEqual([2n * 20n, 2n * 5n * 4n * 20n]);
});

it('raises where a weight is to be multiplied by the size of a scalar', () => {
  const slopes = network([{ path: 'slopes', kind: 'PReLU' }], [['slopes', 'slopes']], []);
  expect(count(slopes, 'torchinfo')).toMatchObject({ status: 'raises', error: 'RuntimeError' });
});

it('takes a container of empty containers for a layer', () => {
  const hollow: ArchitectureJson = {
    inputs: [{ name: 'x', shape: [3, 4] }],
    modules: [
      { path: '', kind: 'Module', parameters: [{ name: 'weight', shape: [4] }] },
      { path: 'none', kind: 'Sequential' },
    ],
    calls: [{ id: 'mul', op: 'mul', inputs: ['x', '@weight'] }],
    outputs: ['mul'],
  };
  expect(counted(hollow).totals).toMatchObject({ params: 4n, mult_adds: 12n, output_bytes: 96n });
});
