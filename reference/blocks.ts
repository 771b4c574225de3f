import type { Scalar } from './arithmetic.ts';
import { batched } from './batch.ts';
import type { Equation } from './definition.ts';
import { padded } from './padding.ts';
import { fill, indices, type Tensor } from './tensor.ts';
import { slide, tap } from './windows.ts';

type Pair = readonly [number, number];

interface Blocks {
  readonly kernel_size: Pair;
  readonly dilation: Pair;
  readonly padding: Pair;
  readonly stride: Pair;
}

/** The windows along two dimensions of the given sizes. */
const windowsOf = ({ kernel_size, dilation, padding, stride }: Blocks, sizes: Pair) => {
  const along = (i: 0 | 1) =>
    slide({
      size: sizes[i],
      kernel: kernel_size[i],
      stride: stride[i],
      dilation: dilation[i],
      before: padding[i],
      after: padding[i],
    });
  return [along(0), along(1)] as const;
};

/** Column l holds the elements of block l, channel by channel. Source: torch.nn.Unfold. */
export const unfold: Equation<Blocks> = ({ options, inputs }, arithmetic) => {
  const [x, restored] = batched(inputs[0], 4);
  const [N, C, ...sizes] = x.shape as [number, number, number, number];
  const windows = windowsOf(options, sizes);
  const [kh, kw] = options.kernel_size;
  const columns = windows[1].length;
  const element = padded(x, 'zeros', arithmetic);
  const y = fill([N, C * kh * kw, windows[0].length * columns], ([n, row, l]) => {
    const k = [Math.floor(row / kw) % kh, row % kw];
    return element(n, Math.floor(row / (kh * kw)), tap(windows, [Math.floor(l / columns), l % columns], k));
  });
  return [restored(y)];
};

/**
 * Each element of the output is the sum of all elements of blocks that lie there, 0 where none does. Sums that lie in the
 * padding are computed as all others and cut off. Source: torch.nn.Fold.
 */
export const fold: Equation<Blocks & { output_size: Pair }> = ({ options, inputs }, { sum, padding }) => {
  const [x, restored] = batched(inputs[0], 3);
  const [kh, kw] = options.kernel_size;
  const windows = windowsOf(options, options.output_size);
  const columns = windows[1].length;
  const [N, rows] = x.shape as [number, number];
  const C = rows / (kh * kw);
  const sums = (n: number, c: number): ReadonlyMap<string, Scalar> => {
    const meeting = new Map<string, Scalar[]>();
    for (const [p, q, i, j] of indices([windows[0].length, columns, kh, kw])) {
      const place = String(tap(windows, [p, q], [i, j]));
      const element = x.at(n, (c * kh + i) * kw + j, p * columns + q);
      meeting.set(place, [...(meeting.get(place) ?? []), element]);
    }
    return new Map(Array.from(meeting, ([place, elements]) => [place, sum(elements)]));
  };
  const computed = Array.from(indices([N, C]), ([n, c]) => sums(n, c));
  const zero = padding(0);
  const y: Tensor = fill([N, C, ...options.output_size], ([n, c, ...place]) => {
    return computed[n * C + c]?.get(String(place)) ?? zero;
  });
  return [restored(y)];
};
