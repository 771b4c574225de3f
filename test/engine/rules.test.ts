/** The small rules on which layers and conventions rest: numbers as text, dimensions, cells, names in formulas. */

import { describe, expect, it } from 'vitest';
import { departs, joined, states, textsOf, zero } from '../../src/engine/convention.ts';
import { reduced, wrongDimensions } from '../../src/engine/dimensions.ts';
import { promoted } from '../../src/engine/elementwise.ts';
import { evaluateCell } from '../../src/engine/evaluate.ts';
import { isLeaf, type LayerDefinition, layers, parseArchitecture, shapeNetwork } from '../../src/engine/index.ts';
import { scalar } from '../../src/engine/options.ts';
import { type Dtype, tensor } from '../../src/engine/tensor.ts';

const callOn = (...shape: number[]) => {
  const inputs = [{ name: 'x', shape }];
  const json = { inputs, calls: [{ id: 'y', op: 'sin', inputs: ['x'] }], outputs: ['y'] };
  const [call] = shapeNetwork(parseArchitecture(json)).calls.filter(isLeaf);
  if (!call) throw new Error('There is no call.');
  return call;
};

describe('options', () => {
  it('are numbers as Python writes floats', () => {
    for (const text of ['1.0', '2', '-1.25', '1e5', '1e-05', '1.5e+30', 'inf', '-inf', 'nan'])
      expect([text, scalar.safeParse(text).success]).toEqual([text, true]);
    for (const text of ['', '1.', '.5', '1.0f', '1e', '1e-x', '1e=5', 'x1', 'infinity'])
      expect([text, scalar.safeParse(text).success]).toEqual([text, false]);
  });

  it('name dimensions in any order', () => {
    expect(reduced([2, 0, -2], 3)).toEqual([0, 1, 2]);
    expect(reduced(null, 2)).toEqual([0, 1]);
    expect(wrongDimensions([0, -2], [2, 3])).toMatchObject({ code: 'option', option: 'dim' });
  });
});

describe('a convention', () => {
  it('has one cell for a kind', () => {
    expect(Object.keys(joined({ sin: zero() }, { cos: zero() }))).toEqual(['sin', 'cos']);
    expect(() => joined({ sin: zero() }, { sin: zero() })).toThrow(/"sin" has two cells/);
  });

  it('prints texts of totals under their names', () => {
    expect(textsOf('params', 'macs')).toEqual({ params_string: { of: 'params' }, macs_string: { of: 'macs' } });
  });

  it('counts exactly, and in floats where its tool does', () => {
    const call = callOn(2, 3);
    const texts = { macs: '9007199254740991 + 2 * x0', flops: '7 / 2' };
    expect(evaluateCell(states({ macs: texts.macs }), ['macs', 'flops'], call)).toMatchObject({
      figures: { macs: 9007199254740995n, flops: 0n },
    });
    expect(evaluateCell(states({ macs: texts.macs }), ['macs'], call).floats).toEqual({});
    const float = departs(texts, { because: '', source: '' }, { float: true });
    expect(evaluateCell(float, ['macs', 'flops'], call)).toMatchObject({
      figures: { macs: 9007199254740996n, flops: 3n },
      floats: { flops: 3.5 },
    });
  });
});

it('formulas may name every dimension, the seventh as well', () => {
  const { symbols } = callOn(1, 2, 1, 1, 1, 1, 3, 5);
  expect([symbols.x1, symbols.x6, symbols.x7, symbols.y1, symbols.y6, symbols.y7]).toEqual([2, 3, 5, 2, 3, 5]);
});

it('a composite gives what its parts come to', () => {
  const { schema, outputs } = layers.get('TransformerEncoderLayer') as LayerDefinition;
  const given = schema.parse({ d_model: 4, nhead: 2 });
  expect(outputs(given, [tensor([3, 2, 4])], {}).map(({ shape }) => shape)).toEqual([[3, 2, 4]]);
  expect(outputs(given, [tensor([3, 2, 5])], {})).toEqual([]);
});

it.each<[Dtype, Dtype, Dtype]>([
  ['int8', 'uint8', 'int16'],
  ['float16', 'bfloat16', 'float32'],
  ['uint8', 'int32', 'int32'],
  ['int64', 'int8', 'int64'],
  ['float16', 'int64', 'float16'],
  ['bool', 'uint8', 'uint8'],
  ['float64', 'float32', 'float64'],
])('%s and %s are promoted to %s, in whatever order', (a, b, both) => {
  expect(promoted([tensor([2], a), tensor([2], b)])).toBe(both);
  expect(promoted([tensor([2], b), tensor([2], a)])).toBe(both);
});
