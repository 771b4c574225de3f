/** Parameters and buffers beside those of layers, and tensors that lie under several names. */

import { describe, expect, it } from 'vitest';
import { count, isLeaf, parseArchitecture, shapeNetwork } from '../../src/engine/index.ts';
import { chain, linear } from '../networks.ts';

const totals = (given: object, convention?: string): Readonly<Record<string, bigint | string>> => {
  const counted = count(given, convention);
  if (counted.status !== 'counted') throw new Error(counted.because);
  return counted.totals;
};

const scaled = {
  inputs: [{ name: 'x', shape: [2, 5] }],
  modules: [
    {
      path: '',
      kind: 'Module',
      parameters: [
        { name: 'gamma', shape: [5] },
        { name: 'beta', shape: [1, 5], dtype: 'float64' },
      ],
      buffers: [{ name: 'index', shape: [3, 3], dtype: 'int64' }],
      frozen: ['beta'],
    },
  ],
  calls: [{ id: 'sum', op: 'add', inputs: ['x', '@gamma'] }],
  outputs: ['sum'],
};

it("counts a module's own parameters and buffers, in elements and bytes, as learnt or not", () => {
  expect(totals(scaled)).toMatchObject({
    params: 10n,
    trainable: 5n,
    buffers: 9n,
    additions: 10n,
    'memory.parameters': 5n * 4n + 5n * 8n,
    'memory.buffers': 9n * 8n,
    'memory.reads': (10n + 5n) * 4n,
  });
});

const tied = (frozen: string[]) =>
  chain([3, 4], linear(4, 4), { ...linear(4, 4), tied: { weight: 'layer0.weight' }, frozen });

it('counts a tied weight once, and every product with it', () => {
  expect(totals(tied([]))).toMatchObject({ params: 24n, trainable: 24n, macs: 96n });
});

it('freezes a tied weight under all of its names', () => {
  expect(totals(tied(['weight']))).toMatchObject({ params: 24n, trainable: 8n });
});

it('lets each tool count a tied weight by its own rule', () => {
  expect(totals(tied([]), 'thop').params).toBe(40n);
  expect(totals(tied([]), 'torchsummary').params).toBe(40n);
  expect(totals(tied([]), 'ptflops').params).toBe(24n);
});

it('knows a class derived from a layer as the layer, as far as a tool does', () => {
  const derived = chain([3, 4], { ...linear(4, 4), class: 'Scaled' });
  expect(totals(derived)).toEqual(totals(chain([3, 4], linear(4, 4))));
  expect(totals(derived, 'thop')).toMatchObject({ params: 0n, macs: 0n });
  expect(totals(derived, 'ptflops')).toMatchObject({ params: 20n, macs: 0n });
});

describe('comparisons by operators', () => {
  const parameters = [{ name: 'scale', shape: [2, 3], dtype: 'float32' }];
  const ops = ['lt', 'le', 'gt', 'ge', 'eq', 'ne', 'add'];
  const kindsOf = (inputs: readonly string[], spelling?: string, own: object = { parameters }) => {
    const network = shapeNetwork(
      parseArchitecture({
        inputs: [{ name: 'x', shape: [2, 3] }],
        modules: [{ path: '', kind: 'Module', ...own }],
        calls: ops.map((op) => ({ id: op, op, inputs, ...(spelling ? { spelling: `${spelling}.${op}` } : {}) })),
        outputs: ops,
      }),
    );
    return network.calls
      .filter(isLeaf)
      .map(({ definition, spelling: written, inputs: [first] }) => [definition.kind, written, first.learnt === true]);
  };
  const written = (isLearnt: boolean) => ops.map((op) => [op, `operator.${op}`, isLearnt]);

  it('ask the second operand first where it alone is a Parameter', () => {
    const asked = ['gt', 'ge', 'lt', 'le', 'eq', 'ne', 'add'].map((op) => [op, `operator.${op}`, op !== 'add']);
    expect(kindsOf(['x', '@scale'])).toEqual(asked);
    expect(kindsOf(['@scale', 'x'])).toEqual(written(true));
    expect(kindsOf(['@scale', '@scale'])).toEqual(written(true));
    expect(kindsOf(['x', 'x'])).toEqual(written(false));
    expect(kindsOf(['x', '@scale'], 'torch').map(([kind]) => kind)).toEqual(written(false).map(([kind]) => kind));
    expect(kindsOf(['x', '@scale'], undefined, { buffers: parameters })).toEqual(written(false));
  });

  it('take a number that follows from the batch', () => {
    const calls = ops.slice(0, 6).map((op) => ({ id: op, op, inputs: ['x'], options: { other: { batch: 2 } } }));
    expect(totals({ inputs: [{ name: 'x', shape: [2, 3] }], calls, outputs: ['lt'] })).toMatchObject({
      comparisons: 36n,
    });
  });
});
