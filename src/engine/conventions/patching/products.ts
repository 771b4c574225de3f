/** What the tools that replace functions say of products of matrices. */

import type { Cells } from '../../convention.ts';
import { raising } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { numel, type Tensor } from '../../tensor.ts';
import { einsumCost, tooManyLabels } from '../einsum.ts';
import { calls, type PatchingTool, unseen } from './tool.ts';

const lastOf = (tensor: Tensor | undefined): number => tensor?.shape.at(-1) ?? 1;

export const products = (tool: PatchingTool): Cells => {
  const { einsum } = calls(
    tool,
    ['einsum'],
    { flops: 'contracted' },
    'It takes the FLOPs that numpy.einsum_path prints for the best order, which has one too many and four digits, and no multiply-accumulates',
    einsumCost,
  ) as { readonly einsum: Cells[string] };
  return {
    ...calls(
      tool,
      ['bmm', 'matmul', 'mm'],
      { macs: 'x_numel * last', flops: '2 * x_numel * last' },
      'It multiplies the elements of the first with the last size of the second, which is wrong for vectors and repeated batches',
      ({ inputs: [, second] }: LeafCall) => ({ last: lastOf(second) }),
    ),
    ...calls(
      tool,
      ['addmm', 'baddbmm'],
      { macs: 'first * last', flops: '2 * first * last + x_numel' },
      'It counts each element of the tensor that is added as a FLOP, also where the tensor is repeated',
      ({ inputs: [, first, second] }: LeafCall) => ({ first: numel((first as Tensor).shape), last: lastOf(second) }),
    ),
    einsum: raising(einsum, {
      when: ({ options }) => tooManyLabels(options.equation as string),
      error: 'ValueError',
      because: 'It writes the labels anew as the small letters from "a" on, and behind "z" comes no letter.',
      source: tool.source,
    }),
    ...unseen(tool, 'affine_grid', 'dot', 'grid_sample', 'mv', 'outer'),
  };
};
