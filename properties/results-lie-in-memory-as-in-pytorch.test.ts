/** Where results lie in memory decides what can be viewed behind them: the strides of what kernels of their own compute, on small and odd sizes. */

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { ArchitectureJson, CallJson } from '../src/engine/index.ts';
import { architectureArbitrary } from '../src/harness/generate.ts';
import { madeOrRefused } from './contract/ours.ts';
import { asksPyTorch } from './contract/pytorch.ts';
import { rearrangedThroughout } from './contract/rearranged.ts';
import { cases, seed } from './tools.ts';

const { ask, close } = asksPyTorch();
afterAll(close);

const kinds = [
  ...['conv1d', 'conv2d', 'conv3d', 'conv_transpose1d', 'conv_transpose2d', 'conv_transpose3d', 'Conv3d'],
  ...['einsum', 'scaled_dot_product_attention', 'MultiheadAttention', 'GRUCell', 'LSTMCell'],
];

/** Small sizes, so that many are 1 and many are equal. */
const networksOf = (kind: string): fc.Arbitrary<ArchitectureJson> =>
  rearrangedThroughout(
    architectureArbitrary({ kinds: [kind], maxPicks: 1, maxElements: 60, plain: true }).filter((json) =>
      JSON.stringify(json).includes(`"${kind}"`),
    ),
  );

const equals = async (architecture: ArchitectureJson): Promise<void> => {
  expect(madeOrRefused(architecture), JSON.stringify(architecture)).toEqual(await ask({ architecture, meta: false }));
};

it.each(kinds)(
  '%s',
  async (kind) => {
    for (const architecture of fc.sample(networksOf(kind), { numRuns: cases(30), seed })) await equals(architecture);
  },
  600_000,
);

/** A network of one call on inputs of these shapes, each of which is permuted first where dimensions are given. */
const network = (
  inputs: readonly (readonly [shape: readonly number[], dims?: readonly number[]])[],
  call: Partial<CallJson> & { readonly kind?: string; readonly own?: object },
): ArchitectureJson => {
  const { kind, own, ...rest } = call;
  return {
    inputs: inputs.map(([shape], index) => ({ name: `x${index}`, shape: [...shape], dtype: 'float32' })),
    modules: kind ? [{ path: 'layer', kind, options: own }] : [],
    calls: [
      ...inputs.flatMap(([, dims], index) =>
        dims ? [{ id: `p${index}`, op: 'permute', inputs: [`x${index}`], options: { dims } }] : [],
      ),
      { id: 'y', inputs: [], ...(kind ? { module: 'layer' } : {}), ...rest },
    ],
    outputs: ['y'],
  } as ArchitectureJson;
};

const last = [0, 4, 1, 2, 3];
const volumes = { padding: [2, 2, 1], groups: 1, dilation: [2, 2, 2] };
const found: Readonly<Record<string, ArchitectureJson>> = {
  'a first state that lies otherwise': network(
    [
      [
        [8, 3],
        [1, 0],
      ],
    ],
    {
      kind: 'GRUCell',
      own: { input_size: 8, hidden_size: 8 },
      inputs: ['p0'],
      named: { hx: 'p0' },
    },
  ),
  'volumes that are padded in their own order': network([[[2, 4, 2, 2, 5], last]], {
    kind: 'Conv3d',
    own: {
      ...{ in_channels: 5, out_channels: 10, kernel_size: [3, 4, 1], stride: [1, 2, 3], padding: [0, 2, 2] },
      ...{ groups: 5, padding_mode: 'replicate' },
    },
    inputs: ['p0'],
  }),
  'a padding of the output that is as large as the stride': network([[[4, 5, 5, 3, 5], last], [[5, 3, 4, 4, 2]]], {
    op: 'conv_transpose3d',
    options: { ...volumes, stride: [1, 1, 1], output_padding: [1, 0, 0] },
    inputs: ['p0', 'x1'],
  }),
  'a padding of the output that is not': network([[[4, 5, 5, 3, 5], last], [[5, 3, 4, 4, 2]]], {
    op: 'conv_transpose3d',
    options: { ...volumes, stride: [2, 1, 1], output_padding: [1, 0, 0] },
    inputs: ['p0', 'x1'],
  }),
  'groups of one channel that are put together': network(
    [
      [
        [4, 1, 1, 8],
        [0, 3, 1, 2],
      ],
    ],
    {
      kind: 'ConvTranspose2d',
      own: {
        in_channels: 8,
        out_channels: 8,
        kernel_size: [4, 1],
        output_padding: [0, 1],
        groups: 8,
        dilation: [1, 2],
      },
      inputs: ['p0'],
    },
  ),
  'rows by a weight whose channels are innermost': network(
    [
      [[1, 2, 6]],
      [
        [12, 2, 2],
        [0, 2, 1],
      ],
    ],
    {
      op: 'conv1d',
      options: {},
      inputs: ['x0', 'p1'],
    },
  ),
  'heads of one feature that are not in order': network(
    [
      [
        [4, 2, 1, 8],
        [0, 3, 1, 2],
      ],
      [[4, 8, 6, 1]],
    ],
    {
      op: 'scaled_dot_product_attention',
      options: { enable_gqa: true },
      inputs: ['p0', 'x1', 'x1'],
    },
  ),
  'a product of what has one element in each dimension that is summed': network(
    [
      [
        [1, 4, 1, 3],
        [1, 3, 2, 0],
      ],
      [[1, 5]],
    ],
    { op: 'einsum', options: { equation: '...ij,jk->...ik' }, inputs: ['p0', 'x1'] },
  ),
};

describe('cases that were wrong once', () => {
  it.each(Object.keys(found))('%s', async (name) => equals(found[name] as ArchitectureJson), 600_000);
});
