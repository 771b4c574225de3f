/** A tensor that is written over and given again: torch 2.15 refuses it where elements are put at places, and nowhere else. */

import { describe, expect, it } from 'vitest';
import type { CallJson } from '../../src/engine/index.ts';
import { refusalOf } from '../refusal.ts';

type Given = Omit<CallJson, 'id'>;

/** Whether a call is taken on `x` [2, 2], `i` [2] and `ii` [2, 2] of int64, and `y`, which is like `ii`. */
const isTaken = (call: Given): boolean => {
  const input = (name: string, ...shape: number[]) => ({ name, shape, dtype: 'int64' });
  const inputs = [input('x', 2, 2), input('i', 2), input('ii', 2, 2), input('y', 2, 2)];
  const refusal = refusalOf({ inputs, calls: [{ ...call, id: 'z' }], outputs: ['z'] });
  if (refusal) expect(refusal.message).toContain('the input is given again');
  return refusal === undefined;
};

const written = (op: string, inputs: string[], options: CallJson['options'] = { dim: 0 }): Given => ({
  op,
  spelling: `torch.Tensor.${op}_`,
  inputs,
  options,
});

describe('a tensor that is written over', () => {
  it.each(['index_add', 'index_copy'])('%s_ does not take again', (op) => {
    expect(isTaken(written(op, ['x', 'i', 'x']))).toBe(false);
    expect(isTaken(written(op, ['i', 'i', 'i']))).toBe(false);
    expect(isTaken(written(op, ['x', 'i', 'y']))).toBe(true);
    expect(isTaken({ ...written(op, ['x', 'i', 'x']), spelling: `torch.${op}` })).toBe(true);
  });

  it.each(['scatter', 'scatter_add'])('%s_ does not take again, neither as source nor as index', (op) => {
    expect(isTaken(written(op, ['x', 'ii', 'x']))).toBe(false);
    expect(isTaken(written(op, ['ii', 'ii', 'x']))).toBe(false);
    expect(isTaken(written(op, ['x', 'ii', 'y']))).toBe(true);
    expect(isTaken({ ...written(op, ['x', 'ii', 'x']), spelling: `torch.${op}` })).toBe(true);
  });

  it('index_fill_ does not take again as index', () => {
    expect(isTaken(written('index_fill', ['i', 'i'], { dim: 0, value: 1 }))).toBe(false);
    expect(isTaken(written('index_fill', ['x', 'i'], { dim: 0, value: 1 }))).toBe(true);
  });

  it('an assignment is refused the tensor itself, which PyTorch takes where the index says all of it', () => {
    const assigned = (index: unknown[], inputs: string[], value = 'x'): Given =>
      ({ op: 'setitem', inputs, named: { value }, options: { index } }) as Given;
    expect(isTaken(assigned([{}], ['x']))).toBe(false);
    expect(isTaken(assigned(['tensor'], ['x', 'i']))).toBe(false);
    expect(isTaken(assigned([[0, 1]], ['x']))).toBe(false);
    expect(isTaken(assigned(['tensor'], ['x', 'i'], 'y'))).toBe(true);
  });

  it('elementwise functions and copies take again', () => {
    expect(isTaken(written('add', ['x', 'x'], {}))).toBe(true);
    expect(isTaken({ op: 'copy_', inputs: ['x', 'x'], options: {} })).toBe(true);
  });
});
