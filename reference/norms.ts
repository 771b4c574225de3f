/** Normalizations of groups of elements. */

import type { Arithmetic, Scalar } from './arithmetic.ts';
import type { Equation } from './definition.ts';
import { fill, indices, type Tensor } from './tensor.ts';

type Index = readonly number[];

/** What a group's elements are normalized by. */
interface Statistics {
  /** What is subtracted, where something is. */
  readonly mean?: Scalar;
  readonly deviation: Scalar;
}

/** E[x] = Σ x / m and √(Σ (x - E[x])² / m + eps) over m elements. Source: arXiv:1502.03167, algorithm 1. */
const ofElements = (
  elements: readonly Scalar[],
  eps: number,
  { constant, sum, divide, subtract, multiply, add, squareRoot }: Arithmetic,
): Statistics => {
  const m = constant(elements.length);
  const mean = divide(sum(elements), m);
  const squares = elements.map((x) => {
    const centred = subtract(x, mean);
    return multiply(centred, centred);
  });
  return { mean, deviation: squareRoot(add(divide(sum(squares), m), constant(eps))) };
};

/** √(Σ x² / m + eps) over m elements. Source: arXiv:1910.07467. */
const rootMeanSquare = (
  elements: readonly Scalar[],
  eps: number,
  { constant, sum, divide, multiply, add, squareRoot }: Arithmetic,
): Statistics => {
  const squares = sum(elements.map((x) => multiply(x, x)));
  return { deviation: squareRoot(add(divide(squares, constant(elements.length)), constant(eps))) };
};

interface Plan {
  /** The group of an element, as text. */
  readonly group: (index: Index) => string;
  /** Where the group's numbers lie in `weight` and `bias`. */
  readonly place: (index: Index) => Index;
  readonly weight: Tensor | undefined;
  readonly bias: Tensor | undefined;
}

/** (x - mean) / deviation · weight + bias, with what there is of them. */
const normalized = (
  x: Tensor,
  { group, place, weight, bias }: Plan,
  statistics: (elements: readonly Scalar[], index: Index) => Statistics,
  { subtract, divide, multiply, add }: Arithmetic,
): Tensor => {
  const members = new Map<string, { index: Index; elements: Scalar[] }>();
  for (const index of indices(x.shape)) {
    const known = members.get(group(index)) ?? { index, elements: [] };
    known.elements.push(x.at(...index));
    members.set(group(index), known);
  }
  const known = new Map([...members].map(([name, { index, elements }]) => [name, statistics(elements, index)]));
  return fill(x.shape, (index) => {
    const { mean, deviation } = known.get(group(index)) as Statistics;
    const centred = mean ? subtract(x.at(...index), mean) : x.at(...index);
    const scaled = divide(centred, deviation);
    const weighted = weight ? multiply(scaled, weight.at(...place(index))) : scaled;
    return bias ? add(weighted, bias.at(...place(index))) : weighted;
  });
};

/** Statistics that are given for each channel. */
const running = (
  mean: Tensor,
  variance: Tensor,
  eps: number,
  channel: (index: Index) => number,
  { add, squareRoot, constant }: Arithmetic,
) => {
  // Those of a channel are named once, however many groups it has.
  const deviations = variance.elements.map((each) => squareRoot(add(each, constant(eps))));
  return (_: unknown, index: Index): Statistics => ({
    mean: mean.at(channel(index)),
    deviation: deviations[channel(index)] as Scalar,
  });
};

/** A function is given its numbers by name, a module has them. */
const both = ({
  named,
  weights,
}: {
  named: Readonly<Record<string, Tensor>>;
  weights: Readonly<Record<string, Tensor>>;
}) => ({ ...named, ...weights }) as Readonly<Record<string, Tensor | undefined>>;

/** By statistics that are given, else by those of each group; `channelAt` is the dimension of the channels. */
const byChannel =
  (channelAt: (x: Tensor) => number, group: (index: Index, at: number) => string): Equation<{ eps: number }> =>
  (call, arithmetic) => {
    const [x] = call.inputs;
    const { weight, bias, running_mean: mean, running_var: variance } = both(call);
    const at = channelAt(x);
    const channel = (index: Index): number => index[at] as number;
    const statistics =
      mean && variance
        ? running(mean, variance, call.options.eps, channel, arithmetic)
        : (elements: readonly Scalar[]) => ofElements(elements, call.options.eps, arithmetic);
    const plan = { group: (i: Index) => group(i, at), place: (i: Index) => [channel(i)], weight, bias };
    return [normalized(x, plan, statistics, arithmetic)];
  };

const ofSample = (index: Index, at: number): string => index.slice(0, at + 1).join();

const InstanceNorm = (dimensions: number): Equation<{ eps: number }> =>
  byChannel((x) => x.shape.length - dimensions - 1, ofSample);

/** Source: torch.nn.GroupNorm. */
const GroupNorm: Equation<{ num_groups: number; eps: number }> = (call, arithmetic) => {
  const { options, inputs } = call;
  const [x] = inputs;
  const { weight, bias } = both(call);
  const each = (x.shape[1] as number) / options.num_groups;
  const plan = {
    group: ([n, c]: Index) => `${n},${Math.floor((c as number) / each)}`,
    place: ([, c]: Index) => [c as number],
    weight,
    bias,
  };
  return [normalized(x, plan, (elements) => ofElements(elements, options.eps, arithmetic), arithmetic)];
};

/** Over the last dimensions; where no eps is given, the smallest step of the numbers that are computed with. */
const overLast =
  (of: typeof ofElements): Equation<{ normalized_shape: readonly number[]; eps: number | null }> =>
  (call, arithmetic) => {
    const { options, inputs } = call;
    const [x] = inputs;
    const { weight, bias } = both(call);
    const before = x.shape.length - options.normalized_shape.length;
    const plan = { group: (i: Index) => i.slice(0, before).join(), place: (i: Index) => i.slice(before), weight, bias };
    const eps = options.eps ?? Number.EPSILON;
    return [normalized(x, plan, (elements) => of(elements, eps, arithmetic), arithmetic)];
  };

/** Source: torch.nn.LayerNorm. */
const LayerNorm = overLast(ofElements);

/** Source: torch.nn.RMSNorm. */
const RMSNorm = overLast(rootMeanSquare);

/** Each under the names of its module and its function. */
export const norms = {
  GroupNorm,
  InstanceNorm1d: InstanceNorm(1),
  InstanceNorm2d: InstanceNorm(2),
  InstanceNorm3d: InstanceNorm(3),
  LayerNorm,
  RMSNorm,
  batch_norm: byChannel(
    () => 1,
    (index) => String(index[1]),
  ),
  group_norm: GroupNorm,
  instance_norm: byChannel(() => 1, ofSample),
  layer_norm: LayerNorm,
  rms_norm: RMSNorm,
} as const;
