/** What `Flatten` and `flatten` have in common: everything but the default of start_dim. */

import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import type { AnyOptions, Inputs, Storage } from '../../layer.ts';
import { numel, type Shape, type Tensor, tensor, viewStrides } from '../../tensor.ts';

interface Flatten {
  readonly start_dim: number;
  readonly end_dim: number;
}

const bounds = ({ start_dim, end_dim }: Flatten, shape: Shape): { start: number; end: number } => {
  const dimensions = Math.max(shape.length, 1);
  return {
    start: start_dim < 0 ? start_dim + dimensions : start_dim,
    end: end_dim < 0 ? end_dim + dimensions : end_dim,
  };
};

export const requiresFlatten = (options: Flatten, [{ shape }]: Inputs): Complaint | undefined => {
  const { start, end } = bounds(options, shape);
  const dimensions = Math.max(shape.length, 1);
  if (start < 0 || start >= dimensions) return { code: 'dimension', dimension: options.start_dim, shape };
  if (end < 0 || end >= dimensions) return { code: 'dimension', dimension: options.end_dim, shape };
  return start > end
    ? { code: 'option', option: 'start_dim', rule: 'it must not come after end_dim', got: options.start_dim }
    : undefined;
};

const flatShape = (options: Flatten, shape: Shape): Shape => {
  const { start, end } = bounds(options, shape);
  return [...shape.slice(0, start), numel(shape.slice(start, end + 1)), ...shape.slice(end + 1)];
};

export const outputsFlatten = (options: Flatten, [input]: Inputs): readonly Tensor[] => {
  const shape = flatShape(options, input.shape);
  // Where there is nothing to flatten, torch returns the tensor itself.
  if (shape.length === input.shape.length) return [input];
  const strides = viewStrides(input, shape);
  return [strides ? { shape, dtype: input.dtype, strides } : tensor(shape, input.dtype)];
};

/** A view where the elements lie in order, a copy otherwise. */
export const storageFlatten = (options: Flatten, [input]: Inputs): Storage =>
  viewStrides(input, flatShape(options, input.shape)) ? 'alias' : 'new';

export const drawFlatten = (draw: Draw, { shape }: Tensor): (Flatten & AnyOptions) | undefined =>
  shape.length < 2 ? undefined : { start_dim: 1, end_dim: shape.length > 2 ? draw.oneOf([-1, -2]) : -1 };
