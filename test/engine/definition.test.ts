/** The rows of the definition, those of modules that are not called among them. */

import { describe, expect, it } from 'vitest';
import type { Cells } from '../../src/engine/convention.ts';
import { definition } from '../../src/engine/conventions/definition/index.ts';
import { chargesOf } from '../../src/engine/conventions/definition/weights.ts';
import {
  type Count,
  count,
  operationClasses,
  parseArchitecture,
  type Row,
  shapeNetwork,
} from '../../src/engine/index.ts';

const network = {
  schema: 'countersign/architecture@1',
  name: 'Network',
  inputs: [{ name: 'x', shape: [2, 3] }],
  modules: [
    { path: '', kind: 'Module', parameters: [{ name: 'gamma', shape: [3] }] },
    { path: 'used', kind: 'Linear', options: { in_features: 3, out_features: 4 } },
    { path: 'idle', kind: 'Linear', options: { in_features: 5, out_features: 6, bias: false } },
    { path: 'rest', kind: 'Identity' },
  ],
  calls: [
    { id: 'scaled', op: 'mul', inputs: ['x', '@gamma'] },
    { id: 'flat', op: 'view', inputs: ['scaled'], options: { shape: [2, 3] } },
    { id: 'used', module: 'used', inputs: ['flat'] },
  ],
  outputs: ['used'],
} as const;

const tied = { weight: 'used.weight', bias: 'used.bias' };

const counted = count(network) as Count;

/** The row of an id, without the figures that are 0. */
const row = (wanted: string) => {
  const found = counted.layers.find(({ id }) => id === wanted) as Row;
  return { ...found, figures: Object.fromEntries(Object.entries(found.figures).filter(([, value]) => value !== 0n)) };
};

/** What a call on six elements takes, without the memory that it needs. */
const workOf = (op: string, options: object) => {
  const network = {
    inputs: [{ name: 'x', shape: [2, 3] }],
    calls: [{ id: 'y', op, options, inputs: ['x'] }],
    outputs: ['y'],
  };
  const { figures } = (count(network) as Count).layers[0] as Row;
  return Object.fromEntries(
    operationClasses.flatMap((name) => (figures[name] ? [[name, figures[name]] as const] : [])),
  );
};

describe('the work of a call', () => {
  it.each([
    [-3, { powers: 6n }],
    [-2, { multiplications: 6n, divisions: 6n }],
    [-1, { divisions: 6n }],
    [-0.5, { square_roots: 6n, divisions: 6n }],
    [0, {}],
    [0.5, { square_roots: 6n }],
    [1, {}],
    [2, { multiplications: 6n }],
    [3, { multiplications: 12n }],
    [4, { powers: 6n }],
  ])('that raises to the power %s', (exponent, work) => {
    expect(workOf('pow', { exponent })).toEqual(work);
  });

  it('that makes a norm of no named order is that of the Frobenius norm', () => {
    expect(workOf('norm', { p: null })).toEqual({ multiplications: 6n, additions: 5n, square_roots: 1n });
    expect(workOf('norm', { p: 'fro' })).toEqual(workOf('norm', { p: null }));
  });

  it('is none where an equation only names dimensions in another order, as where they are permuted', () => {
    const [byEquation, permuted] = [
      { op: 'einsum', options: { equation: 'ij->ji' } },
      { op: 'permute', options: { dims: [1, 0] } },
    ].map((call) => {
      const calls = [{ id: 'y', ...call, inputs: ['x'] }];
      return (count({ inputs: [{ name: 'x', shape: [2, 3] }], calls, outputs: ['y'] }) as Count).totals;
    });
    expect(byEquation).toEqual(permuted);
  });
});

describe('the rows of the definition', () => {
  it('leave nothing uncounted', () => {
    expect(counted.status).toBe('counted');
    expect(counted.uncounted).toEqual([]);
  });

  it('are one for each call, and one for each module with weights that is not called', () => {
    expect(counted.layers.map(({ id, kind }) => [id, kind])).toEqual([
      ['scaled', 'mul'],
      ['flat', 'view'],
      ['used', 'Linear'],
      ['', 'Module'],
      ['idle', 'Linear'],
    ]);
  });

  it('hold nothing but weights of a module that is not called', () => {
    expect(row('idle')).toEqual({
      id: 'idle',
      path: 'idle',
      kind: 'Linear',
      output_shapes: [],
      figures: { params: 30n, trainable: 30n, 'memory.parameters': 120n },
      formulas: {},
      symbols: {},
    });
    expect(row('').figures).toEqual({ params: 3n, trainable: 3n, 'memory.parameters': 12n });
  });

  it('tell what a view takes, which reads and writes nothing', () => {
    expect(row('flat').figures).toEqual({ 'memory.input': 24n });
    expect(counted.layers[1]?.output_shapes).toEqual([[2, 3]]);
  });

  it('tell the formulas of a call, of its weights among them, and where it is made', () => {
    const [scaled, flat, used] = counted.layers as [Row, Row, Row];
    expect([used.path, scaled.path]).toEqual(['used', '']);
    expect(Object.keys(used.formulas).slice(0, 2)).toEqual(['params', 'macs']);
    expect(used.formulas.params?.evaluate(used.symbols)).toBe(16n);
    expect(used.formulas.macs?.evaluate(used.symbols)).toBe(24n);
    expect(Object.keys(flat.formulas)).toEqual([]);
  });

  it('are none for a module that is not called and shares all that it has', () => {
    const modules = [
      { path: 'used', kind: 'Linear', options: { in_features: 3, out_features: 4 } },
      { path: 'idle', kind: 'Linear', options: { in_features: 3, out_features: 4 }, tied },
    ];
    const calls = [{ id: 'used', module: 'used', inputs: ['x'] }];
    const { layers } = count({ inputs: network.inputs, modules, calls, outputs: ['used'] }) as Count;
    expect(layers.map(({ id }) => id)).toEqual(['used']);
  });

  it('are found once, and the weights of alike modules and of a network as well', () => {
    const modules = ['a', 'b'].map((path) => ({ path, kind: 'Linear', options: { in_features: 3, out_features: 3 } }));
    const calls = [
      { id: 'a', module: 'a', inputs: ['x'] },
      { id: 'b', module: 'b', inputs: ['a'] },
    ];
    const shaped = shapeNetwork(parseArchitecture({ inputs: network.inputs, modules, calls, outputs: ['b'] }));
    const { ofCalls } = chargesOf(shaped);
    expect(ofCalls[0]).toBe(ofCalls[1]);
    expect(chargesOf(shaped)).toBe(chargesOf(shaped));
    const [first] = (definition.count(shaped) as Count).layers as [Row];
    expect(first.figures).toBe(first.figures);
  });

  it('are those of the cells that are given, whatever was counted before', () => {
    const shaped = shapeNetwork(parseArchitecture(network));
    const macs = (...cells: [Cells?]): unknown => (definition.count(shaped, ...cells) as Count).totals.macs;
    expect([macs(), macs({}), macs()]).toEqual([24n, 0n, 24n]);
  });

  it('are worked out anew for other weights of an alike call', () => {
    const twice = count({
      ...network,
      modules: [
        { path: 'a', kind: 'Linear', options: { in_features: 3, out_features: 3 } },
        { path: 'b', kind: 'Linear', options: { in_features: 3, out_features: 3 }, frozen: ['bias'] },
        { path: 'c', kind: 'Linear', options: { in_features: 3, out_features: 3 }, tied: { weight: 'a.weight' } },
      ],
      calls: [
        { id: 'a', module: 'a', inputs: ['x'] },
        { id: 'b', module: 'b', inputs: ['a'] },
        { id: 'c', module: 'c', inputs: ['b'] },
      ],
      outputs: ['c'],
    }) as Count;
    expect(twice.layers.map(({ figures: { params, trainable = 0n, macs } }) => [params, trainable, macs])).toEqual([
      [12n, 12n, 18n],
      [12n, 9n, 18n],
      [3n, 3n, 18n],
    ]);
    expect(twice.totals.params).toBe(27n);
  });
});
