/** Bad input is refused with the place, what was received and what to do; never with an exception of another kind. */

import { describe, expect, it } from 'vitest';
import { type ArchitectureJson, count, layers, type Refusal } from '../../src/engine/index.ts';
import { registry } from '../../src/engine/layers/index.ts';
import { alexnet, chain, conv2d, linear } from '../networks.ts';
import { refusalOf } from '../refusal.ts';

const refusal = (given: unknown): Refusal => {
  const found = refusalOf(given);
  if (!found) throw new Error('It was accepted.');
  return found;
};

/** A network of one call of a function. */
const calling = (call: object, input: object = { shape: [2, 4] }): unknown => ({
  inputs: [{ name: 'x', ...input }],
  calls: [{ id: 'called', ...call }],
  outputs: ['called'],
});

/** A network that adds a value to its input, with these entries for its root. */
const reading = (value: string, root: object): unknown => ({
  inputs: [{ name: 'x', shape: [2, 4] }],
  modules: [{ path: '', kind: 'Module', ...root }],
  calls: [{ id: 'sum', op: 'add', inputs: ['x', value] }],
  outputs: ['sum'],
});

const changed = (
  change: (json: { readonly inputs: object[]; readonly calls: object[] }) => void,
  from: ArchitectureJson = alexnet(),
): unknown => {
  const copy = structuredClone(from) as unknown as { readonly inputs: object[]; readonly calls: object[] };
  change(copy);
  return copy;
};

describe('a refusal names the place and the remedy', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['text that is not JSON', '{"name": ', 'not_json', /This is not JSON: .*JSON/],
    ['something else than an object', 17, 'invalid', /received 17/],
    [
      'an unknown kind',
      chain([1, 4], { kind: 'Liner' }),
      'unknown_kind',
      /modules\[0\]\.kind: Kind "Liner" is not known.*Did you mean Linear/,
    ],
    [
      'a function listed as a module',
      chain([1, 4], { kind: 'view' }),
      'wrong_target',
      /"view" is a function: call it with "op"/,
    ],
    [
      'features that do not fit',
      chain([1, 3, 8, 8], linear(5, 2)),
      'size',
      /Layer "layer0" \(Linear\) cannot take an input of shape \[1, 3, 8, 8\]: it needs 5 features in the last dimension, got 8\./,
    ],
    [
      'channels that do not fit',
      chain([1, 3, 8, 8], conv2d(4, 2, { kernel_size: 3 })),
      'size',
      /needs 4 channels in dimension 1, got 3/,
    ],
    [
      'a rank that does not fit',
      chain([1, 3], conv2d(3, 2, { kernel_size: 3 })),
      'rank',
      /needs 4 or 3 dimensions, got 2/,
    ],
    [
      'a kernel larger than the input',
      chain([1, 3, 4, 4], conv2d(3, 2, { kernel_size: 9 })),
      'window',
      /spans 9 in the height, which has 4/,
    ],
    [
      'groups that do not divide',
      chain([1, 3, 4, 4], conv2d(3, 4, { kernel_size: 1, groups: 2 })),
      'option',
      /in_channels = 3: it must be divisible by groups = 2/,
    ],
    [
      'an option that PyTorch does not have',
      chain([1, 4], { kind: 'Linear', options: { in_features: 4, out_features: 2, biass: true } }),
      'invalid',
      /biass/,
    ],
    [
      'a missing option',
      chain([1, 4], { kind: 'Linear', options: { in_features: 4 } }),
      'invalid',
      /options\.out_features: .*received nothing/,
    ],
    [
      'a value that nothing gives',
      changed((json) => Object.assign(json.calls[0] as object, { inputs: ['y'] })),
      'unknown_value',
      /calls\[0\]\.inputs\[0\]: No earlier call or input gives the value "y"/,
    ],
    [
      'a module that is not there',
      changed((json) => Object.assign(json.calls[0] as object, { module: 'feature' })),
      'unknown_module',
      /No module has the path "feature"\. Did you mean features/,
    ],
    [
      'a value defined twice',
      changed((json) => Object.assign(json.calls[1] as object, { id: 'features' })),
      'duplicate',
      /Value "features" is defined twice/,
    ],
    [
      'an input defined twice',
      changed((json) => json.inputs.push(...json.inputs)),
      'duplicate',
      /inputs\[1\]\.name: Value "x" is defined twice/,
    ],
    [
      'a value with the name of an input',
      changed((json) => Object.assign(json.calls[0] as object, { id: 'x' })),
      'duplicate',
      /calls\[0\]\.id: Value "x" is defined twice/,
    ],
    [
      'a weight that does not exist',
      chain([1, 4], { ...linear(4, 2), frozen: ['wait'] }),
      'unknown_weight',
      /It has no parameter "wait", only weight or bias/,
    ],
    ['a fractional size', chain([1, 4.5], linear(4, 2)), 'invalid', /inputs\[0\]\.shape\[1\]: .*received 4\.5/],
    ['a size beyond exact integers', chain([1, 2 ** 53], linear(4, 2)), 'invalid', /inputs\[0\]\.shape/],
    [
      'a product of sizes beyond exact integers',
      chain([2 ** 30, 2 ** 30], { kind: 'ReLU' }),
      'too_large',
      /more elements than can be counted exactly/,
    ],
    [
      'an infinite number',
      JSON.stringify(chain([1, 4], linear(4, 2))).replace('"out_features":2', '"out_features":1e400'),
      'inexact_number',
      /The number 1e400 cannot be kept exactly/,
    ],
    [
      'a whole number that JSON.parse would round',
      JSON.stringify(chain([1, 4], linear(4, 2))).replace('"out_features":2', '"out_features":9007199254740993'),
      'inexact_number',
      /The number 9007199254740993 cannot be kept exactly/,
    ],
    ['a parameter that no module has', reading('@gamma', {}), 'unknown_tensor', /"gamma"/],
    [
      'a parameter of the name of another',
      reading('@gamma', { parameters: [{ name: 'gamma', shape: [4] }], buffers: [{ name: 'gamma', shape: [4] }] }),
      'duplicate',
      /modules\[0\]\.buffers\[0\]\.name: Attribute "gamma" is defined twice/,
    ],
    [
      'a parameter of an integer type',
      reading('@gamma', { parameters: [{ name: 'gamma', shape: [4], dtype: 'int64' }] }),
      'invalid',
      /parameters\[0\]\.dtype/,
    ],
    [
      'weights tied that differ in shape',
      chain([1, 4], linear(4, 2), { ...linear(2, 4), tied: { weight: 'layer0.weight' } }),
      'tied',
      /"weight" of shape \[4, 2\] cannot be the same tensor as "layer0\.weight" of shape \[2, 4\]/,
    ],
    [
      'a weight tied to one that comes later',
      chain([1, 4], { ...linear(4, 4), tied: { weight: 'layer1.weight' } }, linear(4, 4)),
      'unknown_tensor',
      /"layer1\.weight"/,
    ],
    [
      'an integer divided by 0',
      calling({ op: 'floor_divide', inputs: ['x'], options: { other: 0 } }, { shape: [2, 4], dtype: 'int64' }),
      'option',
      /other = 0: no integer is divided by 0/,
    ],
    [
      'a step without a start',
      calling({ op: 'arange', inputs: [], options: { end: 4, step: 1 } }),
      'option',
      /step = 1: it needs a start/,
    ],
    [
      'one number where a function takes a list alone',
      calling({ op: 'layer_norm', inputs: ['x'], options: { normalized_shape: 4 } }),
      'invalid',
      /options\.normalized_shape/,
    ],
    [
      'places of 16 bits where a dimension has one',
      calling(
        { op: 'affine_grid', inputs: ['x'], options: { size: [1, 1, 1, 2] } },
        { shape: [1, 2, 3], dtype: 'float16' },
      ),
      'dtype',
      /needs an input of type float32 or float64, got float16/,
    ],
    [
      'a value of another type that is put at places',
      {
        inputs: [
          { name: 'x', shape: [3, 2], dtype: 'float16' },
          { name: 'y', shape: [3, 1] },
        ],
        calls: [{ id: 'put', op: 'setitem', inputs: ['x'], named: { value: 'y' }, options: { index: ['...', [0]] } }],
        outputs: ['put'],
      },
      'dtype',
      /needs an input of type float16, got float32/,
    ],
    [
      'indices of a type that max_norm does not take',
      {
        inputs: [
          { name: 'x', shape: [9], dtype: 'int16' },
          { name: 'offsets', shape: [2], dtype: 'int64' },
        ],
        modules: [{ path: 'bag', kind: 'EmbeddingBag', options: { num_embeddings: 3, embedding_dim: 2, max_norm: 1 } }],
        calls: [{ id: 'bag', module: 'bag', inputs: ['x'], named: { offsets: 'offsets' } }],
        outputs: ['bag'],
      },
      'dtype',
      /needs an input of type int64 or int32, got int16/,
    ],
    [
      'too little data for a BatchNorm',
      chain([1, 3], { kind: 'BatchNorm1d', options: { num_features: 3, track_running_stats: false } }),
      'single',
      /more than one value for each channel/,
    ],
  ])('%s', (_, given, code, message) => {
    const refused = refusal(given);
    expect(refused.issues[0].code).toBe(code);
    expect(refused.message).toMatch(message);
  });

  it('a nest of calls deeper than any network, in bounded time', () => {
    let calls: object[] = [{ id: 'x1', op: 'relu', inputs: ['x'] }];
    for (let depth = 0; depth < 5000; depth++)
      calls = [{ id: `m${depth}`, module: 'm', inputs: ['x'], calls, outputs: ['x1'] }];
    expect(refusal({ ...chain([1, 4], linear(4, 2)), calls }).issues[0].code).toBe('too_deep');
  });

  it('prototype tricks, which change nothing', () => {
    const text = JSON.stringify(chain([1, 4], linear(4, 2))).replace('"bias":true', '"__proto__":{"polluted":1}');
    expect(text).toContain('__proto__');
    expect(count(text)).toMatchObject({ status: 'counted', totals: { params: 10n } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('every kind refuses every option out of range', () => {
  const odd = [-1, 0.5, 2 ** 40, Number.NaN, null, 'x', [], [1, 2, 3, 4, 5], {}, true];
  it.each(
    [...layers.values()]
      .filter(({ optionNames }) => optionNames.length > 0)
      .map((layer) => [layer.kind, layer] as const),
  )('%s', (_, layer) => {
    for (const name of layer.optionNames) {
      const accepted = odd.filter(
        (value) =>
          layer.schema.safeParse({ [name]: value }).error?.issues.every(({ path }) => path[0] !== name) ?? true,
      );
      // No option of any layer takes all of these.
      expect(accepted.length, name).toBeLessThan(odd.length);
    }
  });
});

describe('what PyTorch would make of it is something else', () => {
  const layer = { d_model: 4, nhead: 2, dim_feedforward: 3, activation: { kind: 'GELU', options: {} } };
  const sequences = (module: object): unknown => ({
    inputs: [
      { name: 'src', shape: [3, 1, 4] },
      { name: 'tgt', shape: [2, 1, 4] },
    ],
    modules: [{ path: 'layer', ...module }],
    calls: [{ id: 'y', module: 'layer', inputs: ['tgt', 'src'] }],
    outputs: ['y'],
  });

  it('refuses a decoder whose layers are copied with a module as their activation', () => {
    const decoder_layer = { kind: 'TransformerDecoderLayer', options: layer };
    expect(
      refusal(sequences({ kind: 'TransformerDecoder', options: { decoder_layer, num_layers: 1 } })).message,
    ).toMatch(/relu in the place of a module/);
    expect(refusal(sequences({ kind: 'Transformer', options: layer })).message).toMatch(
      /relu in the place of a module/,
    );
  });

  it('refuses a circle that needs more than is left between the cuts', () => {
    for (const pad of [
      [-1, 3],
      [3, -1],
    ]) {
      const call = { op: 'pad', inputs: ['x'], options: { pad, mode: 'circular' } };
      expect(refusal(calling(call, { shape: [2, 3] })).message).toMatch(/nothing is left of a dimension of 3/);
    }
  });

  it('refuses an activation that is written as another function', () => {
    const activation = { op: 'relu', spelling: 'torch.nn.functional.gelu' };
    const encoder = { kind: 'TransformerEncoderLayer', options: { ...layer, activation } };
    expect(refusal(chain([3, 1, 4], encoder)).message).toMatch(/one of the ways to write the function/);
  });

  it('refuses paddings that no 32 bits hold as options, however large the result would be', () => {
    for (const padding of [2 ** 31, -(2 ** 31) - 1])
      expect(refusal(chain([2, 3], { kind: 'ZeroPad1d', options: { padding } })).issues[0].path).toMatch(/options/);
  });
});

it('refuses a kind that is registered twice', () => {
  const linearLayer = layers.get('Linear') as NonNullable<ReturnType<typeof layers.get>>;
  expect(() => registry([linearLayer, linearLayer])).toThrow(/"Linear" is registered twice/);
});
