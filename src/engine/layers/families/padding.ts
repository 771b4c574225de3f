/** What goes around tensors, in each mode of torch.nn.functional.pad. */

import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import { cloned, laidOutAs, type Shape, type Tensor, tensor } from '../../tensor.ts';
import { unheld } from './elementwise.ts';

export type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular';

/** Elements around an input: before and behind the last dimension, then the one before it, and so on; below 0 they are cut off. */
export type Around = readonly number[];

const pairs = (pad: Around): readonly (readonly [number, number])[] =>
  Array.from({ length: pad.length / 2 }, (_, index) => [pad[2 * index] as number, pad[2 * index + 1] as number]);

export const paddedShape = (pad: Around, shape: Shape): Shape => {
  const sizes = [...shape];
  for (const [index, [before, behind]] of pairs(pad).entries()) {
    const dimension = shape.length - 1 - index;
    sizes[dimension] = (sizes[dimension] as number) + before + behind;
  }
  return sizes;
};

/** How far a mode may reach into the input for what it puts around it: up to the whole size, or all but one element. */
const reach: Readonly<Record<PadMode, number>> = { constant: Infinity, replicate: Infinity, reflect: -1, circular: 0 };

/** Where more would be wrapped around than is left between the cuts, PyTorch raises or reads memory that nothing has written. */
const isWrappedOver = (size: number, before: number, behind: number): boolean =>
  Math.max(before, behind) > size + Math.min(before, behind);

/** Why PyTorch does not put that around such an input. Source: torch.nn.functional.pad. */
export const badPad = (pad: Around, mode: PadMode, { shape, dtype }: Tensor, value = 0): Complaint | undefined => {
  const dimensions = pad.length / 2;
  if (!Number.isInteger(dimensions))
    return { code: 'option', option: 'pad', rule: 'it needs two numbers for each dimension', got: pad };
  if (mode === 'constant') {
    if (dimensions > shape.length)
      return { code: 'option', option: 'pad', rule: `the input has ${shape.length} dimensions only`, got: pad };
  } else {
    if (dimensions < 1 || dimensions > 3)
      return { code: 'option', option: 'pad', rule: `mode "${mode}" pads one to three dimensions`, got: pad };
    if (shape.length !== dimensions + 1 && shape.length !== dimensions + 2)
      return { code: 'rank', expected: [dimensions + 2, dimensions + 1], shape };
    if (dtype === 'bool' && mode !== 'circular')
      return { code: 'dtype', expected: 'a floating or integer type', got: dtype };
  }
  for (const [index, [before, behind]] of pairs(pad).entries()) {
    const size = shape[shape.length - 1 - index] as number;
    const padding = Math.max(before, behind);
    if (padding > size + reach[mode]) return { code: 'padding', padding, mode, size: padding - 1 - reach[mode], shape };
    const isCutAway =
      size + before + behind < 1 ||
      (mode === 'constant' && size + Math.min(before, 0) + Math.min(behind, 0) < 0) ||
      (mode === 'circular' && isWrappedOver(size, before, behind));
    if (isCutAway)
      return { code: 'option', option: 'pad', rule: `nothing is left of a dimension of ${size}`, got: pad };
  }
  // Where nothing is put around, nothing is filled.
  return pad.every((size) => size <= 0) ? undefined : unheld(dtype, value, 'value', true);
};

/** A copy keeps the order in memory of what it is copied from. */
const cut = (input: Tensor, shape: Shape): Tensor => cloned({ ...input, shape });

/** The result in memory as torch lays it out. */
export const padded = (pad: Around, mode: PadMode, input: Tensor): Tensor => {
  const shape = paddedShape(pad, input.shape);
  if (mode === 'constant') return pad.every((size) => size <= 0) ? cut(input, shape) : laidOutAs(input, shape);
  return mode === 'circular' ? tensor(shape, input.dtype) : laidOutAs(input, shape);
};

/** Draws what goes around the last dimensions, as much as the mode allows. */
export const drawPad = (draw: Draw, mode: PadMode, { shape }: Tensor, dimensions: number): Around =>
  Array.from({ length: dimensions }, (_, index) => {
    const size = shape[shape.length - 1 - index] as number;
    const most = Math.max(0, Math.min(3, size + reach[mode]));
    const before = draw.integer(0, most);
    // At times one element is cut off.
    return [before, draw.integer(0, 5) === 5 && size > 1 ? -1 : draw.integer(0, most)];
  }).flat();
