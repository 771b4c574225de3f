/** What PyTorch does not do to a parameter that is learnt, or to a view of one. */

import { describe, expect, it } from 'vitest';
import { refusalOf } from '../refusal.ts';

type Call = Readonly<Record<string, unknown>>;

const modules = (shape: readonly number[]) => [
  { path: '', kind: 'Module', parameters: [{ name: 'weight', shape }] },
  { path: 'dropout', kind: 'Dropout1d', options: { inplace: true } },
  { path: 'apart', kind: 'Dropout1d', options: { inplace: false } },
];

/** What is said of calls, the first of which is given the parameter; undefined where they are taken. */
const refusal = (shape: readonly number[], ...calls: readonly Call[]): string | undefined => {
  const network = {
    inputs: [{ name: 'x', shape: [2, 3] }],
    modules: modules(shape),
    calls: calls.map((call, at) => ({ id: `y${at}`, inputs: [at === 0 ? '@weight' : `y${at - 1}`], ...call })),
    outputs: [`y${calls.length - 1}`],
  };
  return refusalOf(network)?.message;
};

const inPlace = /cannot write its result over its input/;

describe('a dropout of channels in place', () => {
  it.each([true, false])(
    'gives an input without a batch one for the time being, which a parameter refuses, training %s',
    (training) => {
      const options = { training, inplace: true };
      expect(refusal([3, 4], { op: 'dropout1d', options }) ?? '').toMatch(inPlace);
      expect(refusal([1, 2, 3, 4], { op: 'dropout3d', options }) ?? '').toMatch(inPlace);
    },
  );

  it('takes a parameter with a batch where nothing is dropped', () => {
    const options = { training: false, inplace: true };
    expect(refusal([2, 3, 4], { op: 'dropout1d', options })).toBeUndefined();
    expect(refusal([1, 2, 3, 4, 5], { op: 'dropout3d', options })).toBeUndefined();
    expect(refusal([2, 3, 4], { op: 'dropout2d', options })).toBeUndefined();
    expect(refusal([2, 3, 4], { op: 'dropout1d', options: { training: true, inplace: true } }) ?? '').toMatch(inPlace);
  });

  it('is refused by its module alike, and takes a parameter where it makes another tensor', () => {
    expect(refusal([3, 4], { module: 'dropout' }) ?? '').toMatch(inPlace);
    expect(refusal([2, 3, 4], { module: 'dropout' })).toBeUndefined();
    expect(refusal([3, 4], { module: 'apart' })).toBeUndefined();
  });
});

describe('a view of a parameter', () => {
  const relu = { op: 'relu', options: { inplace: true } };

  it('is not written over, and neither is a view of that', () => {
    expect(refusal([3, 4], { op: 'view', options: { shape: [4, 3] } }, relu) ?? '').toMatch(inPlace);
    const turned = { op: 'transpose', options: { dim0: 0, dim1: 1 } };
    expect(refusal([3, 4], { op: 'unsqueeze', options: { dim: 0 } }, turned, relu) ?? '').toMatch(inPlace);
  });

  it('is no sum with it', () => {
    expect(refusal([3, 4], { op: 'add', options: { other: 1 } }, relu)).toBeUndefined();
  });
});

describe('statistics that are learnt', () => {
  const statistics = (op: string, options: object, mean: string): string | undefined => {
    return refusalOf({
      inputs: [
        { name: 'x', shape: [2, 3, 4] },
        { name: 'other', shape: [3] },
      ],
      modules: modules([3]),
      calls: [
        {
          id: 'y',
          op,
          inputs: ['x'],
          options,
          named:
            mean === 'mean'
              ? { running_mean: '@weight', running_var: 'other' }
              : { running_mean: 'other', running_var: '@weight' },
        },
      ],
      outputs: ['y'],
    })?.message;
  };

  it('are refused, whether they are brought up to date or not', () => {
    for (const one of ['mean', 'var']) {
      for (const is of [true, false]) {
        expect(typeof statistics('batch_norm', { training: is }, one)).toBe('string');
        expect(typeof statistics('instance_norm', { use_input_stats: is }, one)).toBe('string');
      }
    }
  });
});
