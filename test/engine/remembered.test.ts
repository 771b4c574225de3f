/** What is remembered is found again, and all of it is forgotten before it becomes too much. */

import { beforeEach, describe, expect, it } from 'vitest';
import { interned } from '../../src/engine/interned.ts';
import type { AnyOptions } from '../../src/engine/layer.ts';
import { internedOptions } from '../../src/engine/optionKeys.ts';
import { forget, mostRemembered, remembered } from '../../src/engine/remembered.ts';
import { tensor } from '../../src/engine/tensor.ts';

beforeEach(forget);

describe('remembered', () => {
  it('finds what was set until too much was', () => {
    const table = remembered<number, string>();
    const other = remembered<number, string>();
    other.set(1, 'other');
    for (let key = 0; key < mostRemembered - 2; key++) table.set(key, String(key));
    expect([table.get(0), table.get(mostRemembered - 3), other.get(1)]).toEqual([
      '0',
      String(mostRemembered - 3),
      'other',
    ]);
    table.set(-1, 'too much');
    expect([table.get(0), other.get(1), table.get(-1)]).toEqual([undefined, undefined, 'too much']);
  });
});

describe('interned', () => {
  it('gives one tensor for those that are alike, and others for others', () => {
    const one = interned(tensor([2, 3]));
    expect(interned(tensor([2, 3]))).toBe(one);
    const others = [
      tensor([3, 2]),
      tensor([23]),
      tensor([2, 3], 'int64'),
      { ...one, strides: [1, 2] },
      { ...one, learnt: true as const },
    ];
    for (const other of others) {
      expect(interned(other)).toEqual(other);
      expect(interned(other)).not.toBe(one);
    }
  });
});

describe('options', () => {
  it('with the same content are one object, which nobody can change', () => {
    const given = { kernel_size: [3, 5], mode: 'same', bias: true, dim: null };
    const one = internedOptions(given) as AnyOptions;
    expect(internedOptions({ kernel_size: [3, 5], mode: 'same', bias: true, dim: null })).toBe(one);
    given.kernel_size[0] = 4;
    expect(internedOptions(given)).not.toBe(one);
    expect(one).toEqual({ kernel_size: [3, 5], mode: 'same', bias: true, dim: null });
    expect(() => Object.assign(one, { bias: false })).toThrow(TypeError);
    expect(() => (one.kernel_size as number[]).push(1)).toThrow(TypeError);
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { a: true }],
    [{ a: 1 }, { a: [1] }],
    [{ a: [1, 2] }, { a: [1] }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: 0 }, { a: -0 }],
    [{ a: null }, { a: Number.NaN }],
    [{ a: null }, { a: undefined }],
    [{ a: null }, {}],
    [{ a: 'x' }, { a: 'y' }],
    [{ a: 0.5 }, { a: 0.25 }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
  ] as const)('%j are not %j', (one, other) => {
    expect(internedOptions(one)).toEqual(one);
    expect(internedOptions(other)).toEqual(other);
    expect(internedOptions(other)).not.toBe(internedOptions(one));
  });

  it('that hold more than numbers, texts and lists of them are left alone', () => {
    for (const given of [{ a: {} }, { a: [[1]] }, { a: { batch: 1 } }, JSON.parse('{ "__proto__": 1 }')])
      expect(internedOptions(given)).toBeUndefined();
  });
});
