/** Arguments that PyTorch 2.15 takes or refuses in a way that its pages do not tell. */

import { describe, expect, it } from 'vitest';
import { parseArchitecture, Refusal, shapeNetwork } from '../../src/engine/index.ts';

interface Given {
  readonly op?: string;
  readonly kind?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly spelling?: string;
}

/** What a call returns, its shape or why it is refused. */
const made = ({ op, kind, options = {}, spelling }: Given, ...shapes: readonly (readonly number[])[]): unknown => {
  const inputs = shapes.map((shape, index) => ({ name: `x${index}`, shape }));
  const call = { id: 'y', inputs: inputs.map(({ name }) => name) };
  const modules = kind ? [{ path: 'layer', kind, options }] : [];
  const calls = [kind ? { ...call, module: 'layer' } : { ...call, op, options, ...(spelling ? { spelling } : {}) }];
  try {
    return shapeNetwork(parseArchitecture({ inputs, modules, calls, outputs: ['y'] })).outputs[0]?.shape;
  } catch (error) {
    if (error instanceof Refusal) return error.issues[0].code;
    throw error;
  }
};

describe('arguments', () => {
  it.each<[string, unknown, Given, ...(readonly number[])[]]>([
    [
      'a dimension that a method asks for',
      'unknown_spelling',
      { op: 'softmax', options: { dim: null }, spelling: 'torch.Tensor.softmax' },
      [2, 3],
    ],
    ['the same where it is left out', [2, 3], { op: 'softmax' }, [2, 3]],
    [
      'a stride in a list of one',
      [1, 4, 3, 3],
      { kind: 'Conv2d', options: { in_channels: 3, out_channels: 4, kernel_size: 3, stride: [2] } },
      [1, 3, 8, 8],
    ],
    ['a pool of a list of one', [1, 3, 4, 4], { kind: 'AvgPool2d', options: { kernel_size: [2] } }, [1, 3, 8, 8]],
    ['an eps below 0', [2, 3, 4], { op: 'instance_norm', options: { eps: -1 } }, [2, 3, 4]],
    ['a dimension and a list of one', 'option', { op: 'movedim', options: { source: 1, destination: [1] } }, [2, 3, 4]],
    [
      'a dimension of a scalar that is repeated',
      'dimension',
      { op: 'repeat_interleave', options: { repeats: 1, dim: 0 } },
      [],
    ],
    ['as many pieces as are counted', [1], { op: 'split', options: { split_size: 1 } }, [1024]],
    ['one piece more', 'option', { op: 'split', options: { split_size: 1 } }, [1025]],
    ['as many places as are counted', [], { op: 'unbind' }, [1024]],
    ['one place more', 'option', { op: 'unbind' }, [1025]],
    ['norms that are repeated', [5, 2, 3, 4], { op: 'weight_norm', options: { dim: 1 } }, [2, 3, 4], [5, 1, 3, 1]],
    ['norms that cannot be', 'mismatch', { op: 'weight_norm', options: { dim: 1 } }, [2, 3, 4], [2]],
    ['more norms than rows', [2, 3, 4], { op: 'weight_norm', options: { dim: 0 } }, [2, 3, 4], [7]],
    ['fewer norms than rows', 'size', { op: 'weight_norm', options: { dim: 0 } }, [2, 3, 4], [1]],
  ])('%s', (_, wanted, given, ...shapes) => {
    expect(made(given, ...shapes)).toEqual(wanted);
  });
});
