/** Elements that are added, or joined otherwise, to others at places that a tensor names. Sources: the pages of torch.X. */

import type { Arithmetic, Scalar } from '../arithmetic.ts';
import type { Equation } from '../definition.ts';
import { indices, type Tensor, tensor } from '../tensor.ts';
import { number } from './elementwise.ts';

type Join = (a: Scalar, b: Scalar) => Scalar;
type Index = readonly number[];

const counted = (dim: number, { shape }: Tensor): number => (dim < 0 ? dim + Math.max(shape.length, 1) : dim);

const placeOf = ({ shape }: Tensor, index: Index): number =>
  shape.reduce((place, size, dimension) => place * size + (index[dimension] as number), 0);

/** The input with each element of the source joined to the one at its target; how often each was joined, too. */
const joined = (x: Tensor, source: Tensor, targets: Iterable<readonly [Index, Index]>, join: Join) => {
  const elements = [...x.elements];
  const times = elements.map(() => 1);
  for (const [from, to] of targets) {
    const place = placeOf(x, to);
    elements[place] = join(elements[place] as Scalar, source.at(...from));
    times[place] = (times[place] as number) + 1;
  }
  return { elements, times };
};

/** Each place of the index, and the place of the input that it names along the dimension. */
const each = (x: Tensor, index: Tensor, dim: number, { value }: Arithmetic) =>
  Array.from(indices(index.shape), (from): [Index, Index] => {
    const place = value(index.at(...from));
    return [from, x.shape.length === 0 ? [] : (from as Index).with(counted(dim, x), place)];
  });

const scatterAdd: Equation<{ dim: number }> = ({ options: { dim }, inputs }, arithmetic) => {
  const [x, index, source] = inputs as unknown as [Tensor, Tensor, Tensor];
  return [tensor(x.shape, joined(x, source, each(x, index, dim, arithmetic), arithmetic.add).elements)];
};

const scatterReduce: Equation<{ dim: number; reduce: string }> = ({ options, inputs }, arithmetic) => {
  const [x, index, source] = inputs as unknown as [Tensor, Tensor, Tensor];
  const { add, multiply, maximum, minimum, divide, constant } = arithmetic;
  const joins: Readonly<Record<string, Join>> = { prod: multiply, amax: maximum, amin: minimum };
  const targets = each(x, index, options.dim, arithmetic);
  const { elements, times } = joined(x, source, targets, joins[options.reduce] ?? add);
  const isMean = options.reduce === 'mean';
  return [
    tensor(
      x.shape,
      elements.map((element, place) => (isMean ? divide(element, constant(times[place] as number)) : element)),
    ),
  ];
};

/** y[index[i]] += alpha · source[i] along the dimension. */
const indexAdd: Equation<{ dim: number; alpha: unknown }> = ({ options: { dim, alpha }, inputs }, arithmetic) => {
  const [x, index, source] = inputs as unknown as [Tensor, Tensor, Tensor];
  const { value, add, multiply, constant } = arithmetic;
  const places = index.elements.map(value);
  const targets = Array.from(indices(source.shape), (from): [Index, Index] => {
    const at = counted(dim, x);
    return [from, x.shape.length === 0 ? [] : (from as Index).with(at, places[from[at] as number] as number)];
  });
  const factor = number(alpha ?? 1);
  const join: Join = (a, b) => add(a, factor === 1 ? b : multiply(constant(factor), b));
  return [tensor(x.shape, joined(x, source, targets, join).elements)];
};

export const scattered = { index_add: indexAdd, scatter_add: scatterAdd, scatter_reduce: scatterReduce };
