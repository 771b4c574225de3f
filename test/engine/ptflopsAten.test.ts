/** Under which names and operators ptflops-aten counts, and what it prints of them. */

import { describe, expect, it } from 'vitest';
import { type ArchitectureJson, type Count, count } from '../../src/engine/index.ts';

const counted = (given: ArchitectureJson): Count => {
  const prediction = count(given, 'ptflops-aten');
  if (prediction.status !== 'counted') throw new Error(prediction.because);
  return prediction;
};

type Modules = NonNullable<ArchitectureJson['modules']>;
type Calls = NonNullable<ArchitectureJson['calls']>;

/** A network on a matrix of 2 times 4, and one of 4 times 3. */
const network = (modules: Modules, calls: Calls, output: string): ArchitectureJson => ({
  inputs: [
    { name: 'x', shape: [2, 4] },
    { name: 'w', shape: [4, 3] },
  ],
  modules,
  calls,
  outputs: [output],
});

const linear = { kind: 'Linear', options: { in_features: 4, out_features: 4 } } as const;

/** All that begins with `by_operator.`, without it. */
const byOperator = (totals: Count['totals']) =>
  Object.fromEntries(
    Object.entries(totals).flatMap(([name, value]) =>
      name.startsWith('by_operator.') ? [[name.slice('by_operator.'.length), value as bigint]] : [],
    ),
  );

describe('its names', () => {
  const shared: Modules = [
    { path: 'block', kind: 'Sequential' },
    { path: 'block.0', ...linear },
    { path: 'inner', same_as: 'block.0' },
    { path: 'again', same_as: 'block' },
  ];

  it('are those of all children that run at a call, each under its first name', () => {
    const { statistics, totals } = counted(network(shared, [{ id: 'y', module: 'block', inputs: ['x'] }], 'y'));
    expect(statistics).toEqual([
      { path: 'block', 'by_operator.addmm': '40' },
      { path: 'inner', 'by_operator.addmm': '40' },
    ]);
    expect(byOperator(totals)).toEqual({ addmm: 40n });
  });

  it('do not stand for functions that the network calls itself', () => {
    const calls: Calls = [
      { id: 'y', module: 'inner', inputs: ['x'] },
      { id: 'z', op: 'mm', inputs: ['y', 'w'] },
    ];
    const { statistics, totals, text } = counted(network(shared, calls, 'z'));
    expect(statistics).toEqual([{ path: 'inner', 'by_operator.addmm': '40' }]);
    expect(byOperator(totals)).toEqual({ addmm: 40n, mm: 24n });
    expect(text).toBe(
      [
        'Total:64 Mac\nModule:  Global\naten.addmm: 40 Mac\naten.mm: 24 Mac\n\n',
        'Module:  inner\naten.addmm: 40 Mac\n\n',
      ].join(''),
    );
  });

  it('count a child twice that is called as all of them together', () => {
    const { statistics, totals } = counted(
      network([{ path: 'Global', ...linear }], [{ id: 'y', module: 'Global', inputs: ['x'] }], 'y'),
    );
    expect(statistics).toEqual([]);
    expect(totals).toMatchObject({ macs: 80n, 'by_operator.addmm': 80n });
  });

  it('are printed where nothing is counted', () => {
    expect(counted(network([], [{ id: 'y', op: 'relu', inputs: ['x'] }], 'y')).text).toBe(
      'Total:0 Mac\nModule:  Global\n\n',
    );
  });
});
