/** What ultralytics-thop says of pools. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import type { Tensor } from '../../tensor.ts';
import { fractionalPoolFunctions, fractionalPools, named } from '../pools.ts';
import { hooks } from './tool.ts';

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

const sumOver = (count: number, of: (index: number) => number): number =>
  Array.from({ length: count }, (_, index) => of(index)).reduce((sum, size) => sum + size, 0);

interface Sliding {
  readonly kernel_size: readonly number[];
  readonly stride: readonly number[] | null;
  readonly padding: readonly number[];
  readonly count_include_pad: boolean;
}

/** Elements of all windows together, cut off at the edge, or at that of the padding where it is included. */
const sliding = ({ options, outcome: { setup }, inputs: [input], outputs: [output] }: LeafCall) => {
  const { kernel_size, stride, padding, count_include_pad } = options as unknown as Sliding;
  // It slides along as many of the last dimensions as the kernel has numbers, and along the first of them where others have one.
  const spatial = setup.short.has('kernel_size') ? 1 : kernel_size.length;
  const isCut = ['stride', 'padding'].some((name) => setup.short.has(name));
  const along = kernel_size.slice(0, isCut ? 1 : spatial).map((kernel, place) => {
    const [size, count] = [input, output].map((each) => each?.shape.at(place - spatial) as number) as [number, number];
    const [step, pad] = [(stride ?? kernel_size)[place] as number, padding[place] as number];
    const [lower, upper] = count_include_pad ? [-pad, size + pad] : [0, size];
    return sumOver(count, (index) => {
      const start = index * step - pad;
      return Math.max(Math.min(start + kernel, upper) - Math.max(start, lower), 0);
    });
  });
  return { windows: product(input.shape.slice(0, -spatial)) * product(along) };
};

/** Elements of all windows together, where windows are as nearly equal as can be. */
const adaptive = ({ inputs: [input], outputs: [output] }: LeafCall) => ({
  windows: product(
    (output as Tensor).shape.map((count, place) => {
      const size = input.shape[place] as number;
      return sumOver(count, (index) => Math.ceil(((index + 1) * size) / count) - Math.floor((index * size) / count));
    }),
  ),
});

const average = (symbols: typeof sliding) =>
  departs(
    { macs: 'windows + y_numel' },
    {
      because:
        'It counts an addition for each element of a window and a division for each output as MACs; where the kernel or a step is a tuple of one number, as `kernel_size=(2,)`, it slides along one dimension alone.',
      source: hooks,
    },
    { symbols },
  );

export const pooling: Cells = {
  ...each(average(sliding), ...named('AvgPool')),
  ...each(average(adaptive), ...named('AdaptiveAvgPool')),
  ...each(zero(), ...fractionalPools, ...named('MaxPool', 'MaxUnpool', 'LPPool', 'AdaptiveMaxPool')),
  ...each(
    zero(),
    ...fractionalPoolFunctions,
    ...named('max_pool', 'max_unpool', 'avg_pool', 'lp_pool', 'adaptive_max_pool', 'adaptive_avg_pool'),
  ),
};
