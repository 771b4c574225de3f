/** What recurrent layers have in common: layers and directions over steps, or one cell. Source: the pages of torch.nn.RNN, GRU and LSTM. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { Draw, Generator, Wanted } from '../../generator.ts';
import { wrongRank } from '../../geometry.ts';
import type { AnyOptions, Inputs, Named } from '../../layer.ts';
import { positive, probability } from '../../options.ts';
import type { Weight } from '../../ownTensors.ts';
import { contiguousStrides, type Shape, type Tensor, tensor } from '../../tensor.ts';

export const sizes = { input_size: positive, hidden_size: positive };

export const layered = { num_layers: z.int().min(1).max(1000).default(1) };

export const further = {
  bias: z.boolean().default(true),
  batch_first: z.boolean().default(false),
  dropout: probability.default(0),
  bidirectional: z.boolean().default(false),
};

export const nonlinearity = { nonlinearity: z.enum(['tanh', 'relu']).default('tanh') };

/** The options that say which sizes there are; `proj_size` only of an LSTM. */
interface Sequence {
  readonly input_size: number;
  readonly hidden_size: number;
  readonly num_layers: number;
  readonly bias: boolean;
  readonly batch_first: boolean;
  readonly bidirectional: boolean;
  readonly proj_size?: number;
}

type Cell = Pick<Sequence, 'input_size' | 'hidden_size' | 'bias'>;

/** The states are given by name: an LSTM's as a tuple `hx`. */
export const oneState = { signature: 'input, hx=None', tensors: ['input', 'hx'] };
export const twoStates = { signature: 'input, hx=None', tensors: ['input', 'hx.0', 'hx.1'] };

const directions = ({ bidirectional }: Sequence): number => (bidirectional ? 2 : 1);
const stateSize = ({ proj_size, hidden_size }: Sequence): number => proj_size || hidden_size;

/** Steps and batch of an input that may lack the batch. */
const stepsAndBatch = ({ batch_first }: Sequence, { shape }: Tensor): [number, number] => {
  if (shape.length === 2) return [shape[0] as number, 1];
  return (batch_first ? [shape[1], shape[0]] : [shape[0], shape[1]]) as [number, number];
};

const wrongFeatures = ({ shape }: Tensor, expected: number): Complaint | undefined => {
  const got = shape.at(-1) as number;
  return got === expected
    ? undefined
    : { code: 'size', what: 'features', dimension: 'the last dimension', expected, got, shape };
};

/** The complaint about first states that are not all there, not of these shapes or not of the input's type. */
const wrongStates = (
  named: Named,
  shapes: Readonly<Record<string, Shape>>,
  { dtype }: Tensor,
): Complaint | undefined => {
  if (Object.keys(named).length === 0) return undefined;
  for (const [name, shape] of Object.entries(shapes)) {
    const given = named[name]?.shape;
    if (given?.length !== shape.length || given.some((size, dimension) => size !== shape[dimension]))
      return {
        code: 'mismatch',
        shapes: Object.values(named).map((state) => state.shape),
        rule: `as ${name} it needs a state of shape [${shape.join(', ')}]`,
      };
  }
  const other = Object.values(named).find((state) => state.dtype !== dtype);
  return other && { code: 'dtype', expected: `${dtype}, as the input has`, got: other.dtype };
};

/** The shapes of the states that such a layer starts from, and returns, under their names. */
const statesOf = (options: Sequence, input: Tensor, names: readonly string[]): Readonly<Record<string, Shape>> => {
  const [, N] = stepsAndBatch(options, input);
  const batch = input.shape.length === 2 ? [] : [N];
  const count = directions(options) * options.num_layers;
  const widths = [stateSize(options), options.hidden_size];
  return Object.fromEntries(names.map((name, index) => [name, [count, ...batch, widths[index] as number]]));
};

const drawSequence = (draw: Draw, { shape }: Tensor, extra: (draw: Draw, hidden: number) => AnyOptions): AnyOptions => {
  const hidden_size = draw.integer(1, 8);
  return {
    input_size: shape.at(-1) as number,
    hidden_size,
    num_layers: draw.integer(1, 3),
    bias: !draw.boolean(),
    batch_first: draw.boolean(),
    dropout: 0,
    bidirectional: draw.boolean(),
    ...extra(draw, hidden_size),
  };
};

/** States as operands in every third draw. */
const drawStates = (draw: Draw, states: Readonly<Record<string, Shape>>) => ({
  named:
    draw.integer(0, 2) === 2
      ? Object.fromEntries(Object.entries(states).map(([name, shape]): [string, Wanted] => [name, { shape }]))
      : {},
});

const weightsOf = (gates: number, options: Sequence): Weight[] => {
  const { input_size, hidden_size, num_layers, bias, bidirectional, proj_size = 0 } = options;
  const rows = gates * hidden_size;
  const state = stateSize(options);
  const weights: Weight[] = [];
  for (let layer = 0; layer < num_layers; layer++) {
    for (const suffix of bidirectional ? ['', '_reverse'] : ['']) {
      const name = `l${layer}${suffix}`;
      weights.push({
        name: `weight_ih_${name}`,
        shape: [rows, layer === 0 ? input_size : state * directions(options)],
      });
      weights.push({ name: `weight_hh_${name}`, shape: [rows, state] });
      if (bias) weights.push({ name: `bias_ih_${name}`, shape: [rows] }, { name: `bias_hh_${name}`, shape: [rows] });
      if (proj_size > 0) weights.push({ name: `weight_hr_${name}`, shape: [proj_size, hidden_size] });
    }
  }
  return weights;
};

/** Of a layer that runs over steps: `gates` are the matrices for each input, `names` those of its first states. */
export const sequence = (
  gates: number,
  names: readonly string[],
  extra: (draw: Draw, hidden: number) => AnyOptions = () => ({}),
) => ({
  requires: (options: Sequence, [input]: Inputs, named: Named) =>
    wrongRank(input, [3, 2]) ??
    wrongFeatures(input, options.input_size) ??
    wrongStates(named, statesOf(options, input, names), input),
  outputs: (options: Sequence, [input]: Inputs): Tensor[] => {
    const { shape, dtype } = input;
    const [T, N] = stepsAndBatch(options, input);
    const width = stateSize(options) * directions(options);
    const steps = contiguousStrides([T, N, width]) as [number, number, number];
    // Steps come first in memory in any case; batch_first only changes how they are looked at.
    const output =
      shape.length === 3 && options.batch_first
        ? { shape: [N, T, width], dtype, strides: [steps[1], steps[0], steps[2]] }
        : tensor(shape.length === 2 ? [T, width] : [T, N, width], dtype);
    return [output, ...Object.values(statesOf(options, input, names)).map((state) => tensor(state, dtype))];
  },
  weights: (options: Sequence) => weightsOf(gates, options),
  symbols: (options: Sequence, [input]: Inputs) => {
    const [T, N] = stepsAndBatch(options, input);
    const { input_size: I, hidden_size: H, num_layers: L, bias } = options;
    return { T, N, I, H, L, D: directions(options), bias: bias ? 1 : 0 };
  },
  generate: {
    ranks: [3, 2],
    options: (draw, input) => ([2, 3].includes(input.shape.length) ? drawSequence(draw, input, extra) : undefined),
    operands: (draw, input, options) => drawStates(draw, statesOf(options, input, names)),
  } satisfies Generator<Sequence>,
});

const cellStates = (hidden: number, { shape }: Tensor, names: readonly string[]): Readonly<Record<string, Shape>> =>
  Object.fromEntries(names.map((name) => [name, [...shape.slice(0, -1), hidden]]));

/** Of one step of one layer. */
export const cell = (gates: number, names: readonly string[], extra: (draw: Draw) => AnyOptions = () => ({})) => ({
  requires: ({ input_size, hidden_size }: Cell, [input]: Inputs, named: Named) =>
    wrongRank(input, [1, 2]) ??
    wrongFeatures(input, input_size) ??
    wrongStates(named, cellStates(hidden_size, input, names), input),
  outputs: ({ hidden_size }: Cell, [input]: Inputs): Tensor[] =>
    Object.values(cellStates(hidden_size, input, names)).map((shape) => tensor(shape, input.dtype)),
  weights: ({ input_size, hidden_size, bias }: Cell): Weight[] => {
    const rows = gates * hidden_size;
    return [
      { name: 'weight_ih', shape: [rows, input_size] },
      { name: 'weight_hh', shape: [rows, hidden_size] },
      ...(bias
        ? [
            { name: 'bias_ih', shape: [rows] },
            { name: 'bias_hh', shape: [rows] },
          ]
        : []),
    ];
  },
  symbols: ({ input_size, hidden_size, bias }: Cell, [{ shape }]: Inputs) => ({
    N: shape.length === 2 ? (shape[0] as number) : 1,
    I: input_size,
    H: hidden_size,
    bias: bias ? 1 : 0,
  }),
  generate: {
    ranks: [2, 1],
    options: (draw, { shape }) =>
      shape.length === 1 || shape.length === 2
        ? { input_size: shape.at(-1), hidden_size: draw.integer(1, 8), bias: !draw.boolean(), ...extra(draw) }
        : undefined,
    operands: (draw, input, { hidden_size }) => drawStates(draw, cellStates(hidden_size, input, names)),
  } satisfies Generator<Cell>,
});
