/** Max pools whose windows lie at random. */

import type { Scalar } from './arithmetic.ts';
import type { Equation } from './definition.ts';
import { indices, type Tensor, tensor } from './tensor.ts';

interface Fractional {
  readonly kernel_size: readonly number[];
  readonly output_size: readonly number[] | null;
  readonly output_ratio: readonly number[] | null;
  readonly return_indices: boolean;
}

/** Where the windows begin: trunc((i + u) a) - trunc(u a) with a = (size - kernel) / (count - 1), the last one at the end. */
const starts = (size: number, count: number, kernel: number, u: number): readonly number[] => {
  const a = (size - kernel) / (count - 1);
  const inner = Array.from({ length: count - 1 }, (_, i) => Math.trunc((i + u) * a) - Math.trunc(u * a));
  return [...inner, size - kernel];
};

/**
 * y[c, p] = max_k x[c, start_p + k], and where it was found. Where no numbers say how the windows lie they are taken to be 0.
 * Source: torch.nn.FractionalMaxPool2d, arXiv:1412.6071.
 */
const fractionalMaxPool: Equation<Fractional> = ({ options, inputs: [x], named }, { data, isGreater, value }) => {
  const { kernel_size, output_size, output_ratio } = options;
  const dimensions = kernel_size.length;
  const [leading, sizes] = [x.shape.slice(0, -dimensions), x.shape.slice(-dimensions)];
  const counts = output_size ?? sizes.map((size, d) => Math.trunc(size * (output_ratio?.[d] as number)));
  // Over images the first number is that of the width.
  const order = dimensions === 2 ? [1, 0] : [0, 1, 2];
  const values: Scalar[] = [];
  const places: Scalar[] = [];
  for (const channel of indices(leading)) {
    const plane = leading.length === 1 ? [0, ...channel] : channel;
    const along = sizes.map((size, d) => {
      const u = named._random_samples?.at(...plane, order[d] as number);
      return starts(size, counts[d] as number, kernel_size[d] as number, u ? value(u) : 0);
    });
    for (const p of indices(counts)) {
      let largest: Scalar | undefined;
      let best = 0;
      for (const k of indices(kernel_size)) {
        const position = along.map((begin, d) => (begin[p[d] as number] as number) + (k[d] as number));
        const element = x.at(...channel, ...position);
        if (largest && !isGreater(element, largest)) continue;
        largest = element;
        best = position.reduce((place, i, d) => place * (sizes[d] as number) + i, 0);
      }
      values.push(largest as Scalar);
      places.push(data(best));
    }
  }
  const results = options.return_indices ? [values, places] : [values];
  return results.map((elements): Tensor => tensor([...leading, ...counts], elements));
};

export const fractionalMaxPools: Readonly<Record<string, Equation<never>>> = Object.fromEntries(
  [2, 3].flatMap((n) => [
    [`FractionalMaxPool${n}d`, fractionalMaxPool] as const,
    [`fractional_max_pool${n}d`, fractionalMaxPool] as const,
  ]),
);
