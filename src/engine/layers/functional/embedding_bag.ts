import { z } from 'zod';
import { wrongRank } from '../../geometry.ts';
import { defineLayer } from '../../layer.ts';
import { type Tensor, tensor } from '../../tensor.ts';
import { misplaced } from '../families/embedding.ts';
import {
  bagCost,
  bagOptions,
  bagSymbols,
  bagsDepend,
  bagsOf,
  drawBags,
  drawIndices,
  drawNamedBags,
  isDrawable,
  offsetsOf,
  wrongBags,
} from '../families/embeddingBag.ts';

/** `max_norm` would write over the table that it is given. */
export const embedding_bag = defineLayer({
  kind: 'embedding_bag',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.embedding_bag.html',
  options: () => ({ max_norm: z.null().default(null), ...bagOptions }),
  torch: {
    spellings: ['torch.nn.functional.embedding_bag'],
    signature:
      "input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None",
    tensors: ['input', 'weight', 'offsets', 'per_sample_weights'],
  },
  arity: 2,
  // The type of the indices is looked at after everything else.
  takes: ['any', 'float'],
  requires: (options, inputs, named) => {
    const table = inputs[1] as Tensor;
    return (
      wrongRank(table, [2]) ??
      wrongBags(options, inputs, named, table.dtype) ??
      misplaced(options.padding_idx, table.shape[0] as number)
    );
  },
  outputs: (options, inputs, named) => {
    const { shape, dtype } = inputs[1] as Tensor;
    return [tensor([bagsOf(options, inputs, named), shape[1] as number], dtype)];
  },
  indices: (options, inputs, named) => ({
    input: (inputs[1] as Tensor).shape[0] as number,
    ...offsetsOf(options, inputs, named),
  }),
  depends: bagsDepend,
  symbols: (options, inputs, _, named) => ({
    E: (inputs[1] as Tensor).shape[1] as number,
    ...bagSymbols(options, inputs, named),
  }),
  formulas: bagCost,
  generate: {
    ranks: [2, 1],
    options: (draw, input) => (isDrawable(input) ? drawBags(draw, 1) : undefined),
    input: drawIndices,
    operands: (draw, input, options) => ({
      inputs: [{ shape: [draw.integer(1, 12), draw.integer(1, 8)] }],
      named: drawNamedBags(draw, input, options),
    }),
  },
});
