/** What torch.einsum returns, and how it lies in memory. Source: torch 2.15, aten/src/ATen/native/Linear.cpp. */

import type { Contraction } from '../../contraction.ts';
import { elementwise, promoted } from '../../elementwise.ts';
import type { Inputs } from '../../layer.ts';
import { type Dtype, isInteger, type Tensor, tensor } from '../../tensor.ts';
import { permuted, viewed } from '../../views.ts';

const isLetter = (label: string): boolean => /[A-Za-z]/.test(label);

/** In the alphabet's order, capitals first, behind what `...` stands for: numbers, the largest first. */
const compare = (a: string, b: string): number =>
  isLetter(a) || isLetter(b) ? (a < b ? -1 : 1) : Number(b) - Number(a);

/** A view of an operand that has a dimension for each label: of size 1 and stride 1 behind the others where it has none, a diagonal where it has two. */
const aligned = ({ shape, strides, dtype }: Tensor, own: readonly string[], labels: readonly string[]): Tensor => {
  const placesOf = (label: string): readonly number[] => own.flatMap((one, place) => (one === label ? [place] : []));
  return {
    dtype,
    shape: labels.map((label) => shape[own.indexOf(label)] ?? 1),
    strides: labels.map((label) => {
      const places = placesOf(label);
      return places.length > 0 ? places.reduce((sum, place) => sum + (strides[place] as number), 0) : 1;
    }),
  };
};

/** As torch.sum, which adds integers up in int64. */
const sumType = (dtype: Dtype): Dtype => (isInteger(dtype) ? 'int64' : dtype);

/** A sum over some dimensions, which then have the size 1. */
const summed = (input: Tensor, dims: readonly number[]): Tensor =>
  dims.length === 0
    ? input
    : tensor(
        input.shape.map((size, dim) => (dims.includes(dim) ? 1 : size)),
        sumType(input.dtype),
      );

/**
 * A batched product of matrices. In memory the dimensions of both come first, then those of the left one, then the others;
 * those of the left one come last where all the others are in front of them in the result.
 */
const matrixProduct = (left: Tensor, right: Tensor, sums: readonly number[]): Tensor => {
  const all = left.shape.map((_, dim) => dim);
  const groupOf = (dim: number): number => {
    if (sums.includes(dim)) return 2;
    if (left.shape[dim] === 1) return 3;
    return right.shape[dim] === 1 ? 1 : 0;
  };
  const ofGroup = (group: number): readonly number[] => all.filter((dim) => groupOf(dim) === group);
  const [batch, ofLeft, others] = [ofGroup(0), ofGroup(1), ofGroup(3)];
  const isExchanged = Math.max(...others) < Math.min(...ofLeft);
  const order = isExchanged ? [...batch, ...others, ...sums, ...ofLeft] : [...batch, ...ofLeft, ...sums, ...others];
  const shape = order.map((dim) =>
    sums.includes(dim) ? 1 : Math.max(left.shape[dim] as number, right.shape[dim] as number),
  );
  return permuted(
    tensor(shape, left.dtype),
    all.map((dim) => order.indexOf(dim)),
  );
};

/**
 * The first two operands, then what they make and the next one: a label is summed as soon as no operand behind has it.
 * Undefined where matrices of different types would be multiplied, since only one of them was summed before.
 */
const product = (first: Tensor, others: readonly Tensor[], kept: number): Tensor | undefined =>
  others.reduce<Tensor | undefined>((left, right, index) => {
    if (!left) return undefined;
    const behind = others.slice(index + 1);
    const sums = left.shape
      .map((_, dim) => dim)
      .filter((dim) => dim >= kept && behind.every(({ shape }) => shape[dim] === 1));
    const inBoth = sums.filter((dim) => left.shape[dim] !== 1 && right.shape[dim] !== 1);
    const alone = sums.filter((dim) => !inBoth.includes(dim));
    const [a, b] = [left, right].map((one) =>
      summed(
        one,
        alone.filter((dim) => one.shape[dim] !== 1),
      ),
    ) as [Tensor, Tensor];
    if (inBoth.length === 0) return elementwise([a, b], promoted([a, b]));
    return a.dtype === b.dtype ? matrixProduct(a, b, inBoth) : undefined;
  }, first);

/** Whether nothing is computed: one operand, seen in another way. */
export const isView = ({ operands, output }: Contraction): boolean =>
  operands.length === 1 && (operands[0] as readonly string[]).every((label) => output.includes(label));

/** The result of a contraction; undefined where PyTorch would multiply matrices of different types. */
export const contracted = (contraction: Contraction, inputs: Inputs): Tensor | undefined => {
  const { operands, output } = contraction;
  const dropped = new Set(operands.flat().filter((label) => !output.includes(label)));
  const labels = [...output, ...[...dropped].sort(compare)];
  const dtype = promoted(inputs);
  const [first, ...others] = inputs.map((input, index) =>
    aligned({ ...input, dtype }, operands[index] as readonly string[], labels),
  ) as [Tensor, ...Tensor[]];
  if (inputs.length === 1 && !isView(contraction)) return tensor(first.shape.slice(0, output.length), sumType(dtype));
  const made = product(first, others, output.length);
  // Without the sizes of 1 of what is summed, which PyTorch leaves out by a view: that gives other sizes of 1 strides anew.
  return made && dropped.size > 0 ? (viewed(made, made.shape.slice(0, output.length)) as Tensor) : made;
};
