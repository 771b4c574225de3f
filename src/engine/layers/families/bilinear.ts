/** What bilinear layers have in common, whether a module owns the weight or a function is given it. */

import type { Complaint } from '../../complaint.ts';
import type { Draw, Operands, Wanted } from '../../generator.ts';
import type { Inputs } from '../../layer.ts';
import { numel, type Shape, type Tensor, tensor } from '../../tensor.ts';

/** The complaint of two inputs that differ before their last dimension, or have not as many features there. */
export const misfit = (features: readonly [number, number], [a, b]: Inputs): Complaint | undefined => {
  const pair = [a, b as Tensor] as const;
  const scalar = pair.find(({ shape }) => shape.length === 0);
  if (scalar) return { code: 'rank', expected: [1, 2, 3, 4], shape: scalar.shape };
  for (const [index, { shape }] of pair.entries()) {
    const expected = features[index] as number;
    const got = shape.at(-1) as number;
    if (got !== expected)
      return { code: 'size', what: 'features', dimension: 'the last dimension', expected, got, shape };
  }
  const [x, z] = pair.map(({ shape }) => shape.slice(0, -1).join());
  const shapes = pair.map(({ shape }) => shape);
  if (x !== z) return { code: 'mismatch', shapes, rule: 'they may differ in the last dimension only' };
  const { dtype } = b as Tensor;
  return a.dtype === dtype ? undefined : { code: 'dtype', expected: a.dtype, got: dtype };
};

export const output = ([a]: Inputs, out_features: number): Tensor =>
  tensor([...a.shape.slice(0, -1), out_features], a.dtype);

export const symbols = ([a, b]: Inputs, y: Tensor, bias: boolean): Readonly<Record<string, number>> => ({
  F: numel(a.shape.slice(0, -1)),
  Cin1: a.shape.at(-1) as number,
  Cin2: (b as Tensor).shape.at(-1) as number,
  Cout: y.shape.at(-1) as number,
  bias: bias ? 1 : 0,
});

/** y = x₁ᵀ A x₂ + b from left to right: first x₁ᵀ A for each output, then the product of that with x₂. */
export const formulas = {
  macs: 'F * Cout * (Cin1 * Cin2 + Cin2)',
  multiplications: 'F * Cout * (Cin1 * Cin2 + Cin2)',
  additions: 'F * Cout * (Cin1 * Cin2 - 1 + bias)',
} as const;

/** Whether an input is small enough: torch makes a tensor of the products of all features, for each row and output. */
export const isDrawable = (shape: Shape): boolean =>
  shape.length > 0 && (shape.at(-1) as number) <= 32 && numel(shape) <= 2000;

/** A first input that is small enough. */
export const drawFirst = (draw: Draw, batch: number): Wanted => ({ shape: [batch, draw.integer(1, 8)] });

/** A second input with as many rows as the first. */
export const drawPair = ({ shape, dtype }: Tensor, features: number): Operands => ({
  inputs: [{ shape: [...shape.slice(0, -1), features], dtype }],
});
