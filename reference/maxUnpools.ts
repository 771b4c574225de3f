/** Partial inverses of max pools. */

import type { Equation } from './definition.ts';
import { fill, type Tensor, tensor } from './tensor.ts';

interface Unpool {
  readonly kernel_size: readonly number[];
  readonly stride: readonly number[] | null;
  readonly padding: readonly number[];
  readonly output_size: readonly number[] | null;
}

/** y[c, i[c, p]] = x[c, p], of several the last one, and 0 elsewhere. Source: torch.nn.MaxUnpool2d. */
const maxUnpool: Equation<Unpool> = ({ options, inputs }, { constant, value }) => {
  const [x, places] = inputs as readonly Tensor[] as readonly [Tensor, Tensor];
  const { kernel_size, padding, output_size } = options;
  const dimensions = kernel_size.length;
  const steps = options.stride ?? kernel_size;
  const [leading, sizes] = [x.shape.slice(0, -dimensions), x.shape.slice(-dimensions)];
  const usual = sizes.map(
    (size, d) => (size - 1) * (steps[d] as number) + (kernel_size[d] as number) - 2 * (padding[d] as number),
  );
  const shape = [...leading, ...(output_size?.slice(-dimensions) ?? usual)];
  const y = [...fill(shape, () => constant(0)).elements];
  const channels = leading.reduce((all, size) => all * size, 1);
  const [from, to] = [x.elements.length / channels, y.length / channels];
  for (const [p, element] of x.elements.entries()) {
    const place = value(places.elements[p] as typeof element);
    y[Math.floor(p / from) * to + place] = element;
  }
  return [tensor(shape, y)];
};

export const maxUnpools: Readonly<Record<string, Equation<never>>> = Object.fromEntries(
  [1, 2, 3].flatMap((n) => [[`MaxUnpool${n}d`, maxUnpool] as const, [`max_unpool${n}d`, maxUnpool] as const]),
);
