/**
 * What PyTorch's elementwise functions return: the broadcast shape, the promoted element type, and the order in memory.
 * Source: PyTorch's notes on broadcasting and on type promotion; torch 2.15, aten/src/ATen/TensorIterator.cpp.
 */

import { channelsInnermost, isContiguousChannelsLast, isDense, orderOf, stridesIn, stridesLike } from './strides.ts';
import {
  bytesOf,
  contiguousStrides,
  type Dtype,
  isContiguous,
  isFloating,
  isInteger,
  type Shape,
  type Tensor,
} from './tensor.ts';

/** The shape that all shapes are repeated to; undefined where they do not go together. */
export const broadcast = (...shapes: readonly Shape[]): Shape | undefined => {
  const dimensions = Math.max(...shapes.map(({ length }) => length));
  const result: number[] = [];
  for (let back = dimensions; back >= 1; back--) {
    let common = 1;
    for (const shape of shapes) {
      const size = shape[shape.length - back] ?? 1;
      if (size === 1 || size === common) continue;
      if (common !== 1) return undefined;
      common = size;
    }
    result.push(common);
  }
  return result;
};

/** A number among the arguments. A whole float stands as text, as `"2.0"`: JSON cannot tell it from an integer. */
export type Scalar = number | boolean | string;

/** The number that a scalar is. */
export const numberOf = (scalar: unknown): number =>
  typeof scalar === 'string' ? Number(scalar.replace('inf', 'Infinity')) : Number(scalar);

/** The lowest and the highest value of an integer type, nearest to it in a double; infinite for others. */
export const rangeOf = (dtype: Dtype): readonly [number, number] => {
  if (!isInteger(dtype)) return [-Infinity, Infinity];
  const values = 2 ** (8 * bytesOf[dtype]);
  return dtype === 'uint8' ? [0, values - 1] : [-values / 2, values / 2 - 1];
};

/**
 * Whether a tensor of that type can be filled with a number: above, its whole part must fit, below, all of it. Unsigned ones
 * take the negative of what they hold where it is an integer, unless `strict`. Source: torch 2.15, c10/util/TypeCast.h.
 */
export const canHold = (dtype: Dtype, scalar: Scalar, strict: boolean): boolean => {
  if (!isInteger(dtype)) return true;
  const value = numberOf(scalar);
  const [least, most] = rangeOf(dtype);
  const wraps = least === 0 && !strict && scalarType(scalar) !== 'float32';
  return Math.trunc(value) <= most && value >= (wraps ? -most : least);
};

const scalarType = (scalar: Scalar): Dtype => {
  if (typeof scalar === 'boolean') return 'bool';
  return Number.isInteger(scalar) ? 'int64' : 'float32';
};

const category = (dtype: Dtype): number => (dtype === 'bool' ? 0 : isFloating(dtype) ? 2 : 1);

/** The smallest type that holds the values of both. */
const joined = (a: Dtype, b: Dtype): Dtype => {
  if (a === b) return a;
  if (category(a) !== category(b)) return category(a) > category(b) ? a : b;
  if (bytesOf[a] === bytesOf[b]) return isFloating(a) ? 'float32' : 'int16';
  return bytesOf[a] > bytesOf[b] ? a : b;
};

/** As `torch.result_type`: tensors of no dimension count only for their category, and numbers only after those. */
export const promoted = (tensors: readonly Tensor[], scalars: readonly Scalar[] = []): Dtype => {
  const ranked = [
    tensors.filter(({ shape }) => shape.length > 0).map(({ dtype }) => dtype),
    tensors.filter(({ shape }) => shape.length === 0).map(({ dtype }) => dtype),
    scalars.map(scalarType),
  ].filter((types) => types.length > 0);
  return ranked
    .map((types) => types.reduce(joined))
    .reduceRight((lower, higher) => (category(higher) >= category(lower) ? higher : joined(higher, lower)));
};

/** The strides of an operand in the broadcast shape: 0 in a dimension along which it is repeated. */
const repeated = ({ shape, strides }: Tensor, to: Shape): number[] =>
  to.map((size, dimension) => {
    const own = dimension - (to.length - shape.length);
    return own < 0 || (shape[own] === 1 && size !== 1) ? 0 : (strides[own] as number);
  });

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, index) => size === b[index]);

/** Where the result of an elementwise function lies. `scalars` says that numbers take part, which have no dimensions. */
const stridesOf = (operands: readonly Tensor[], shape: Shape, scalars: boolean): number[] => {
  const [first] = operands as [Tensor];
  const isFast = !scalars && operands.every((operand) => same(operand.shape, shape));
  if (isFast && operands.every(isContiguous)) return contiguousStrides(shape);
  if (isFast && shape.length === 4 && operands.every(isContiguousChannelsLast))
    return stridesIn(channelsInnermost(shape), shape);
  if (isFast && operands.every((operand) => isDense(operand) && same(operand.strides, first.strides)))
    return [...first.strides];
  return stridesIn(
    orderOf(
      shape,
      operands.map((operand) => repeated(operand, shape)),
    ),
    shape,
  );
};

/** The result of an elementwise function of operands that broadcast; those of another type than `common` are converted first. */
export const elementwise = (
  operands: readonly Tensor[],
  dtype: Dtype,
  { scalars = false, common = dtype }: { readonly scalars?: boolean; readonly common?: Dtype } = {},
): Tensor => {
  const shape = broadcast(...operands.map((operand) => operand.shape)) as Shape;
  const converted = operands.map((operand) =>
    operand.dtype === common ? operand : { ...operand, strides: stridesLike(operand) },
  );
  return { shape, dtype, strides: stridesOf(converted, shape, scalars) };
};
