/** What PyTorch takes for each element type, which type results have, and how they lie in memory: torch 2.15, asked once. */

import { describe, expect, it } from 'vitest';
import { type ArchitectureJson, parseArchitecture, shapeNetwork } from '../../src/engine/index.ts';
import { refusalOf } from '../refusal.ts';

type Call = Omit<ArchitectureJson['calls'][number], 'id'>;
/** A shape, and the dimensions by which it is permuted first. */
type Given = readonly [shape: readonly number[], dims?: readonly number[]];

/** A network of one call on inputs `x0`, `x1` ... of a type, which are permuted where dimensions are given. */
const network = (call: Omit<Call, 'inputs'>, dtype: string, ...given: readonly Given[]): ArchitectureJson =>
  ({
    inputs: given.map(([shape], index) => ({ name: `x${index}`, shape, dtype })),
    calls: [
      ...given.map(([shape, dims = shape.map((_, dim) => dim)], index) => ({
        id: `p${index}`,
        op: 'permute',
        inputs: [`x${index}`],
        options: { dims },
      })),
      { ...call, id: 'y', inputs: given.map((_, index) => `p${index}`) },
    ],
    outputs: ['y'],
  }) as unknown as ArchitectureJson;

const isTaken = (json: object): boolean => refusalOf(json) === undefined;

/** Type and strides of the result, 0 where the size is 1. */
const resultOf = (json: ArchitectureJson): readonly [string, readonly number[]] => {
  const [output] = shapeNetwork(parseArchitecture(json)).outputs;
  if (!output) throw new Error('There is no result.');
  const { shape, dtype, strides } = output;
  return [dtype, strides.map((step, dim) => (shape[dim] === 1 ? 0 : step))];
};

describe('a number that a tensor is filled with', () => {
  // Above, the whole part counts; below, the fraction too, and of unsigned types only integers wrap around.
  it.each<[string, number | string, boolean]>([
    ['uint8', -5, true],
    ['uint8', -255, true],
    ['uint8', -256, false],
    ['uint8', '-5.0', false],
    ['uint8', -0.5, false],
    ['uint8', 255.5, true],
    ['uint8', '256.0', false],
    ['uint8', 'inf', false],
    ['uint8', 'nan', false],
    ['int8', -128, true],
    ['int8', -128.5, false],
    ['int8', '-128.0', true],
    ['int8', -129, false],
    ['int8', 127.5, true],
    ['int8', 128, false],
    ['float32', -1e30, true],
  ])('%s is written %s: %s', (dtype, value, taken) => {
    expect(isTaken(network({ op: 'fill_', options: { value } }, dtype, [[2]]))).toBe(taken);
    expect(isTaken(network({ op: 'setitem', options: { index: [0], value } }, dtype, [[2]]))).toBe(taken);
    expect(
      isTaken({
        inputs: [{ name: 'x', shape: [2] }],
        calls: [{ id: 'y', op: 'full', inputs: [], options: { size: [2], fill_value: value, dtype } }],
        outputs: ['y'],
      }),
    ).toBe(taken);
  });

  it('that is put around an unsigned tensor does not wrap around', () => {
    const pad = (value: number) => network({ op: 'pad', options: { pad: [1, 1], value } }, 'uint8', [[1, 2]]);
    expect([-0.5, -1, 0, 255.5].map((value) => isTaken(pad(value)))).toEqual([false, false, true, true]);
  });
});

describe('a limit', () => {
  it.each<[string, Record<string, unknown>, boolean]>([
    ['uint8', { max: -5 }, false],
    ['uint8', { min: 0, max: -1 }, false],
    ['uint8', { min: 256 }, false],
    ['uint8', { min: -5, max: 300 }, true],
    ['uint8', { max: '-5.0' }, true],
    ['uint8', { min: 0.5, max: -5 }, true],
    ['int8', { max: -128 }, true],
    ['int8', { max: -129 }, false],
    ['int8', { min: 128 }, false],
    ['int64', { min: 300, max: -5 }, true],
    ['bool', { max: -129 }, true],
  ])('of %s is taken within what its values reach: %o, %s', (dtype, options, taken) => {
    expect(isTaken(network({ op: 'clamp', options }, dtype, [[2]]))).toBe(taken);
    for (const [side, limit] of Object.entries(options))
      if (Object.keys(options).length === 1)
        expect(isTaken(network({ op: `clamp_${side}`, options: { [side]: limit } }, dtype, [[2]]))).toBe(taken);
  });
});

describe('a contraction of integers', () => {
  it.each<[string, string, string, readonly (readonly number[])[]]>([
    ['int64', 'uint8', 'i ... -> ...', [[3, 3, 2]]],
    ['int64', 'int16', 'nchw->nc', [[1, 1, 1, 1]]],
    ['uint8', 'uint8', 'ii->i', [[3, 3]]],
    ['float16', 'float16', 'ij->i', [[3, 3]]],
    ['int64', 'uint8', 'ij,k->k', [[3, 2], [2]]],
    [
      'int64',
      'int8',
      'ij,kl->',
      [
        [3, 2],
        [3, 2],
      ],
    ],
    ['uint8', 'uint8', 'ij,j->i', [[3, 2], [2]]],
    ['uint8', 'uint8', 'ij,j->ij', [[3, 2], [2]]],
    [
      'uint8',
      'uint8',
      'ij,ij->i',
      [
        [3, 1],
        [3, 1],
      ],
    ],
  ])('is %s of %s in "%s"', (type, dtype, equation, shapes) => {
    const json = network({ op: 'einsum', options: { equation } }, dtype, ...shapes.map((shape): Given => [shape]));
    expect(resultOf(json)[0]).toBe(type);
  });

  it('is refused where one of two matrices was summed to int64 before', () => {
    const json = (dtype: string) =>
      network({ op: 'einsum', options: { equation: 'ij,ik,il->kl' } }, dtype, [[3, 2]], [[3, 2]], [[3, 2]]);
    expect(['uint8', 'int16', 'int64', 'float32'].map((dtype) => isTaken(json(dtype)))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('the order in memory', () => {
  const turned: readonly Given[] = [
    [
      [3, 3, 1, 4],
      [1, 0, 3, 2],
    ],
    [[3, 3, 4, 4]],
  ];

  it('of a difference is that of what is subtracted from first', () => {
    for (const alpha of [1, 2, -1])
      expect(resultOf(network({ op: 'rsub', options: { alpha } }, 'float32', ...turned))[1]).toEqual([48, 16, 4, 1]);
    expect(resultOf(network({ op: 'sub' }, 'float32', ...turned))[1]).toEqual([16, 48, 4, 1]);
  });

  it.each<[Given, Record<string, unknown>, readonly number[]]>([
    [
      [
        [3, 1, 2, 1],
        [2, 3, 1, 0],
      ],
      { kernel_size: [1, 1, 1], stride: [2, 2, 2] },
      [1, 0, 0, 2],
    ],
    [
      [
        [4, 6, 1, 4],
        [3, 2, 0, 1],
      ],
      { kernel_size: [1, 1, 1] },
      [1, 0, 24, 4],
    ],
    [[[2, 3, 3, 2]], { kernel_size: [1, 1, 1] }, [18, 6, 2, 1]],
  ])(
    'of a pooled volume without a batch is that of one whose channels are innermost but for sizes of 1: %o',
    (given, options, strides) => {
      expect(resultOf(network({ op: 'max_pool3d', options }, 'float32', given))[1]).toEqual(strides);
    },
  );
});
