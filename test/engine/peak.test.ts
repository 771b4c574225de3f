/** The peak of live results, by hand. */

import { describe, expect, it } from 'vitest';
import { type ArchitectureJson, count } from '../../src/engine/index.ts';

/** Ten floats go in; results are bytes. */
const peak = (calls: ArchitectureJson['calls'], outputs: string[], modules: ArchitectureJson['modules'] = []) => {
  const counted = count({ inputs: [{ name: 'x', shape: [10] }], modules, calls, outputs });
  return counted.status === 'counted' ? counted.totals['memory.peak'] : undefined;
};

const relu = (id: string, input: string, inplace = false) => ({
  id,
  op: 'relu',
  inputs: [input],
  options: { inplace },
});
const add = (id: string, ...inputs: [string, string]) => ({ id, op: 'add', inputs });

describe('the peak of live results', () => {
  it('is two results in a chain: each is let go after the call that reads it', () => {
    expect(peak([relu('a', 'x'), relu('b', 'a'), relu('c', 'b'), relu('d', 'c')], ['d'])).toBe(80n);
  });

  it('keeps a branch until it is merged', () => {
    expect(peak([relu('a', 'x'), relu('b', 'a'), relu('c', 'b'), add('d', 'c', 'a')], ['d'])).toBe(120n);
  });

  it('keeps what is returned to the end', () => {
    expect(peak([relu('a', 'x'), relu('b', 'a'), relu('c', 'b'), relu('d', 'c')], ['a', 'd'])).toBe(120n);
  });

  it('takes no memory for what is written over another or only looks at it, which keeps it', () => {
    expect(peak([relu('a', 'x'), relu('b', 'a', true), relu('c', 'b', true)], ['c'])).toBe(40n);
    const view = { id: 'b', op: 'view', inputs: ['a'], options: { shape: [2, 5] } };
    const flat = { id: 'e', op: 'view', inputs: ['b'], options: { shape: [10] } };
    expect(peak([relu('a', 'x'), view, relu('c', 'x'), relu('d', 'c'), flat, add('f', 'd', 'e')], ['f'])).toBe(120n);
  });

  it('leaves out the inputs of the network, and views of them', () => {
    expect(peak([relu('b', 'x', true)], ['b'])).toBe(0n);
    expect(peak([{ id: 'b', op: 'view', inputs: ['x'], options: { shape: [2, 5] } }], ['b'])).toBe(0n);
  });

  it('lets go at once what nothing reads', () => {
    expect(peak([relu('a', 'x'), relu('b', 'x'), relu('c', 'x')], ['c'])).toBe(40n);
  });

  it('follows values into containers and out of them', () => {
    const modules = [
      { path: 'block', kind: 'Sequential' },
      { path: 'block.0', kind: 'ReLU' },
      { path: 'block.1', kind: 'ReLU' },
    ];
    expect(peak([{ id: 'a', module: 'block', inputs: ['x'] }, add('b', 'a', 'x')], ['b'], modules)).toBe(80n);
  });

  it('takes a copy for another tensor, however alike', () => {
    const clone = { id: 'b', op: 'clone', inputs: ['a'] };
    const sum = { id: 'c', op: 'add', inputs: ['a', 'b'] };
    expect(peak([relu('a', 'x'), clone, sum], ['c'])).toBe(120n);
  });
});
