/** A refusal names the class of PyTorch's exception: torch 2.15, asked once. */

import { describe, expect, it } from 'vitest';
import { exceptionOf } from '../refusal.ts';

type Input = { readonly shape: readonly number[]; readonly dtype?: string };

/** The class of the exception for one call, a RuntimeError where nothing else is said. */
const errorOf = (op: string, options: object, ...given: readonly Input[]): string => {
  const inputs = given.map((input, place) => ({ name: `x${place}`, ...input }));
  return exceptionOf({
    inputs,
    calls: [{ id: 'y', op, inputs: inputs.map(({ name }) => name), options }],
    outputs: ['y'],
  });
};

const scalar = { shape: [] };
const matrix = { shape: [2, 2] };

describe('a tensor without dimensions', () => {
  it.each<[string, object]>([
    ['cat', { dim: 0 }],
    ['chunk', { chunks: 2, dim: 5 }],
    ['split', { split_size: 1, dim: 0 }],
    ['split_with_sizes', { split_sizes: [1], dim: 0 }],
    ['narrow', { dim: 0, start: 0, length: 1 }],
    ['glu', { dim: -1 }],
  ])('is a RuntimeError of %s, and a missing dimension of another an IndexError', (op, options) => {
    expect(errorOf(op, options, scalar)).toBe('RuntimeError');
    expect(errorOf(op, { ...options, dim: 5 }, matrix)).toBe('IndexError');
  });

  it.each<[string, object]>([
    ['unbind', { dim: 0 }],
    ['select', { dim: 0, index: 0 }],
  ])('is an IndexError of %s', (op, options) => {
    expect(errorOf(op, options, scalar)).toBe('IndexError');
  });

  it('is an IndexError of take_along_dim, unless the indices have dimensions', () => {
    expect(errorOf('take_along_dim', { dim: 0 }, scalar, { shape: [], dtype: 'int64' })).toBe('IndexError');
    expect(errorOf('take_along_dim', { dim: 0 }, scalar, { shape: [1], dtype: 'int64' })).toBe('RuntimeError');
  });
});

it('narrow begins outside with an IndexError, and ends there with a RuntimeError', () => {
  for (const start of [3, -3]) expect(errorOf('narrow', { dim: 1, start, length: 1 }, matrix)).toBe('IndexError');
  for (const start of [2, -1]) expect(errorOf('narrow', { dim: 1, start, length: 2 }, matrix)).toBe('RuntimeError');
});

describe('a mask of another type', () => {
  const errorWith = (dtype: string): string => {
    const inputs = [
      { name: 'x', shape: [2, 3, 4] },
      { name: 'mask', shape: [3, 3], dtype },
    ];
    const modules = [
      { path: 'layer', kind: 'TransformerEncoderLayer', options: { d_model: 4, nhead: 2, batch_first: true } },
    ];
    const calls = [{ id: 'y', module: 'layer', inputs: ['x'], named: { src_mask: 'mask' } }];
    return exceptionOf({ inputs, modules, calls, outputs: ['y'] });
  };

  it('is an AssertionError where it is no floating one, else a RuntimeError', () => {
    expect(['int64', 'float64', 'float16'].map(errorWith)).toEqual(['AssertionError', 'RuntimeError', 'RuntimeError']);
  });
});
