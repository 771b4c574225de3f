/** What a decoder's layer and stack share: the masks of its two attentions, and how they are drawn. */

import type { Draw, Operands, Wanted } from '../../generator.ts';
import type { Named } from '../../layer.ts';
import type { Shape, Tensor } from '../../tensor.ts';
import type { Masks } from './transformer.ts';
import { drawMasks, sequenceOf } from './transformerDraw.ts';

/** Tensors that a decoder takes by name. */
export const sideNames = ['tgt_mask', 'memory_mask', 'tgt_key_padding_mask', 'memory_key_padding_mask'] as const;

interface Causal {
  readonly tgt_is_causal: boolean | null;
  readonly memory_is_causal: boolean;
}

const given = (name: string, named: Named): string | undefined => (named[name] ? name : undefined);

/** What the attention to the target and that to the memory take. */
export const sidesOf = ({ tgt_is_causal, memory_is_causal }: Causal, named: Named) => {
  const side = (name: 'tgt' | 'memory', is_causal: boolean): Masks => ({
    attn_mask: given(`${name}_mask`, named),
    key_padding_mask: given(`${name}_key_padding_mask`, named),
    is_causal,
  });
  return { tgt: side('tgt', tgt_is_causal === true), memory: side('memory', memory_is_causal) };
};

interface Heads extends Causal {
  readonly nhead: number;
  readonly batch_first: boolean;
}

/** The shape of another sequence for the same batch, as long as the first or not. */
export const drawOther = (draw: Draw, { batch_first }: Pick<Heads, 'batch_first'>, sequence: Tensor): Shape => {
  const [L, N] = sequenceOf(batch_first, sequence);
  const S = draw.integer(0, 1) === 0 ? L : draw.integer(1, 6);
  const E = sequence.shape.at(-1) as number;
  return sequence.shape.length === 2 ? [S, E] : batch_first ? [N, S, E] : [S, N, E];
};

/** Masks of both attentions of a decoder. */
export const drawSides = (
  draw: Draw,
  tgt: Pick<Tensor, 'shape'>,
  memory: Pick<Tensor, 'shape'>,
  { batch_first, nhead, tgt_is_causal, memory_is_causal }: Heads,
): Readonly<Record<string, Wanted>> => {
  const [L, N] = sequenceOf(batch_first, tgt);
  const [S] = sequenceOf(batch_first, memory);
  const isBatched = tgt.shape.length === 3;
  const own = { is_causal: tgt_is_causal, sizes: [L, L, N, nhead], isBatched } as const;
  const other = { is_causal: memory_is_causal, sizes: [L, S, N, nhead], isBatched } as const;
  return {
    ...drawMasks(draw, { names: ['tgt_mask', 'tgt_key_padding_mask'], ...own }),
    ...drawMasks(draw, { names: ['memory_mask', 'memory_key_padding_mask'], ...other }),
  };
};

/** A memory and the masks of both attentions. */
export const drawMemory = (draw: Draw, tgt: Tensor, options: Heads): Operands => {
  const shape = drawOther(draw, options, tgt);
  return { inputs: [{ shape }], named: drawSides(draw, tgt, { shape }, options) };
};
