/** Which results are the very tensor that was given, and which are views of it. */

import { describe, expect, it } from 'vitest';
import { type ArchitectureJson, isLeaf, parseArchitecture, shapeNetwork } from '../../src/engine/index.ts';

/** Whether what a call returns is its input itself. */
const isItself = (call: Omit<ArchitectureJson['calls'][number], 'id' | 'inputs'>): boolean => {
  const inputs = [{ name: 'x', shape: [2, 3] }];
  const network = shapeNetwork(
    parseArchitecture({ inputs, calls: [{ ...call, id: 'y', inputs: ['x'] }], outputs: ['y'] }),
  );
  return network.calls.filter(isLeaf)[0]?.outcome.isItself === true;
};

describe('a result', () => {
  it('is the input itself where PyTorch returns that', () => {
    expect(isItself({ op: 'contiguous' })).toBe(true);
    expect(isItself({ op: 'relu', options: { inplace: true } })).toBe(true);
    expect(isItself({ op: 'dropout', options: { training: false } })).toBe(true);
  });

  it('is another tensor where PyTorch makes a view or a copy, however alike', () => {
    expect(isItself({ op: 'getitem', options: { index: [] } })).toBe(false);
    expect(isItself({ op: 'getitem', options: { index: ['...'] } })).toBe(false);
    expect(isItself({ op: 'view', options: { shape: [2, 3] } })).toBe(false);
    expect(isItself({ op: 'relu', options: {} })).toBe(false);
  });
});
