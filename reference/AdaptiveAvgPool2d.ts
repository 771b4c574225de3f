import type { Equation } from './definition.ts';
import { fill, type Tensor } from './tensor.ts';

/** Output i of `count` covers the elements from ⌊i size / count⌋ up to ⌈(i + 1) size / count⌉. */
const windows = (size: number, count: number): readonly number[][] =>
  Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * size) / count);
    const to = Math.ceil(((i + 1) * size) / count);
    return Array.from({ length: to - from }, (_, offset) => from + offset);
  });

/** The mean of each of `output_size` windows; null keeps the input's size. Source: torch.nn.AdaptiveAvgPool2d. */
export const AdaptiveAvgPool2d: Equation<{ output_size: readonly [number | null, number | null] }> = (
  { options: { output_size }, inputs: [x] },
  { sum, divide, constant },
) => {
  const [N, C, H, W] = x.shape as [number, number, number, number];
  const rows = windows(H, output_size[0] ?? H);
  const columns = windows(W, output_size[1] ?? W);
  const mean = (from: Tensor, n: number, c: number, is: readonly number[], js: readonly number[]) => {
    const elements = is.flatMap((i) => js.map((j) => from.at(n, c, i, j)));
    return divide(sum(elements), constant(elements.length));
  };
  return [
    fill([N, C, rows.length, columns.length], ([n, c, p, q]) =>
      mean(x, n, c, rows[p] as number[], columns[q] as number[]),
    ),
  ];
};
