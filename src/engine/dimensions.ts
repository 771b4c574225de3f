/** Dimensions as PyTorch's arguments name them: counted from the last where negative. */

import type { Complaint } from './complaint.ts';
import type { Shape } from './tensor.ts';

/** A dimension counted from the first; a scalar is taken for a tensor of one. */
export const counted = (dim: number, rank: number): number => (dim < 0 ? dim + Math.max(rank, 1) : dim);

/** Why there is no such dimension. */
export const noDimension = (dim: number, shape: Shape): Complaint | undefined => {
  const rank = Math.max(shape.length, 1);
  return dim < -rank || dim >= rank ? { code: 'dimension', dimension: dim, shape } : undefined;
};

/** Why dimensions are not distinct ones of a shape. */
export const wrongDimensions = (dims: readonly number[], shape: Shape, option = 'dim'): Complaint | undefined => {
  const missing = dims.find((dim) => noDimension(dim, shape) !== undefined);
  if (missing !== undefined) return { code: 'dimension', dimension: missing, shape };
  const distinct = new Set(dims.map((dim) => counted(dim, shape.length)));
  return distinct.size === dims.length
    ? undefined
    : { code: 'option', option, rule: 'it names a dimension twice', got: dims };
};

/** The dimensions named, or all of them where none is: in ascending order. */
export const reduced = (dim: number | readonly number[] | null, rank: number): readonly number[] => {
  const named = dim === null ? [] : typeof dim === 'number' ? [dim] : dim;
  const dims = named.length === 0 ? Array.from({ length: rank }, (_, dimension) => dimension) : named;
  return dims.map((one) => counted(one, rank)).sort((a, b) => a - b);
};

/** A shape without the dimensions given, or with 1 in their place. */
export const withoutDimensions = (shape: Shape, dims: readonly number[], keepdim: boolean): Shape =>
  keepdim
    ? shape.map((size, dimension) => (dims.includes(dimension) ? 1 : size))
    : shape.filter((_, dimension) => !dims.includes(dimension));
