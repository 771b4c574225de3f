/** What torchprofile says of attention. */

import { type Cells, departs, raising } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { fastPath } from '../attention.ts';
import { attentionSymbols, sizeProducts } from '../trace/attention.ts';
import { source } from './tool.ts';

const usedOf = ({ symbols: { used0 = 1, used1 = 0 } }: LeafCall): readonly boolean[] =>
  [used0, used1].map((one) => Number(one) === 1);

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** Batch and heads of queries, keys and values, as it takes them from their shapes. */
const batchAndHeads = ({ inputs }: Pick<LeafCall, 'inputs'>): readonly string[] =>
  inputs.slice(0, 3).map(({ shape }) => `${shape[0]} ${product(shape.slice(1, -2))}`);

/** Whether torch's one kernel for all of attention is asked for no weights, in whose place it returns None. */
const isWithoutWeights = (call: LeafCall): boolean => fastPath(call).fast === 1 && call.options.need_weights === false;

export const attention: Cells = {
  MultiheadAttention: raising(
    departs(
      {
        macs: '(1 - fast) * (N * L * E * E * (1 + out) + N * S * E * (Ek + Ev * values) + N * L * S1 * E * (1 + out) + size_products + needed * N * L * E + averaged_needed * N * L * S1)',
        linear: '(1 - fast) * (N * L * E * E * (1 + out) + N * S * E * (Ek + Ev * values))',
        bmm: '(1 - fast) * needed * N * L * S1 * E * (1 - masked + out)',
        mul: '(1 - fast) * (size_products + needed * N * L * E)',
        mean: '(1 - fast) * averaged_needed * N * L * S1',
      },
      {
        because:
          'It counts each product in the graph: of matrices, of the scaled queries, of the mean of the weights, and of sizes, one each.',
        source,
      },
      {
        symbols: (call) => ({
          ...attentionSymbols(call),
          size_products: sizeProducts({ call, used: usedOf(call) }),
          averaged_needed: usedOf(call)[1] ? Number(call.symbols.averaged) : 0,
        }),
      },
    ),
    {
      error: 'AssertionError',
      errorAt: (call) => (isWithoutWeights(call) ? 'AttributeError' : undefined),
      because:
        "It wants what is added to the scores to have as many rows as they have, and a mask of keys alone has one; and of torch's one kernel for all of attention it asks the type of weights that are None.",
      source,
      when: (call) => {
        const { named, symbols } = call;
        const isMaskOfKeys = !named.attn_mask && named.key_padding_mask !== undefined && Number(symbols.L) !== 1;
        return isWithoutWeights(call) || (Number(symbols.needed) === 1 && isMaskOfKeys);
      },
    },
  ),
  scaled_dot_product_attention: raising(
    departs(
      { macs: 'groups * L * S * (E + V)' },
      { because: 'It takes the first size for the batch, and those up to the last two for the heads.', source },
      { symbols: ({ inputs: [{ shape }] }) => ({ groups: (shape[0] as number) * product(shape.slice(1, -2)) }) },
    ),
    {
      error: 'AssertionError',
      because: 'It wants the same batch and heads of queries, keys and values.',
      source,
      when: (call) => new Set(batchAndHeads(call)).size > 1,
    },
  ),
};
