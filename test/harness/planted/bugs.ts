/** Mistakes that a counting tool could make: in formulas, at certain options, in how it walks, and at pairs of layers. */

import { type AnyOptions, type LeafCall, numel } from '../../../src/engine/index.ts';
import type { Context, Mistake, Numbers } from './tool.ts';

export interface Bug {
  readonly name: string;
  readonly type: 'formula' | 'option' | 'walk' | 'pair';
  /** How many layers and functions it takes to show, and of which kinds where only some do. */
  readonly layers: number;
  readonly kinds: readonly string[];
  readonly mistake: Mistake;
}

type Wrong = (call: LeafCall, context: Context) => Numbers;
type Is = (options: AnyOptions, call: LeafCall, context: Context) => boolean;

const of =
  (kind: string, mistake: Mistake): Mistake =>
  (call, context) =>
    call.definition.kind === kind ? mistake(call, context) : undefined;

/** Symbols of a kind's formulas that have another value. */
const formulas = (kind: string, mistakes: Readonly<Record<string, Wrong>>): Bug[] =>
  Object.entries(mistakes).map(([name, wrong]) => ({
    name: `${kind}: ${name}`,
    type: 'formula',
    layers: 1,
    kinds: [kind],
    mistake: of(kind, wrong),
  }));

/** Calls of a kind that are left out where its options are certain ones. */
const options = (kind: string, mistakes: Readonly<Record<string, Is>>): Bug[] =>
  Object.entries(mistakes).map(([name, is]) => ({
    name: `${kind}: ${name}`,
    type: 'option',
    layers: 1,
    kinds: [kind],
    mistake: of(kind, (call, context) => (is(call.options, call, context) ? 'nothing' : undefined)),
  }));

/** Calls that are left out for where they stand, whatever their kind. */
const walk = (name: string, layers: number, is: (call: LeafCall, context: Context) => boolean): Bug => ({
  name,
  type: 'walk',
  layers,
  kinds: [],
  mistake: (call, context) => (is(call, context) ? 'nothing' : undefined),
});

/** A call that is left out right behind another, as tools do that fuse layers. */
const pair = (first: string, second: string): Bug => ({
  name: `${second} behind ${first} is fused`,
  type: 'pair',
  layers: 2,
  kinds: [first, second],
  mistake: of(second, (call, { before, passed }) =>
    before.some((other) => other.definition.kind === first && passed(other).gives[0] === passed(call).takes[0])
      ? 'nothing'
      : undefined,
  ),
});

const every = (value: unknown, size: number): boolean => Array.isArray(value) && value.every((item) => item === size);
const some = (value: unknown, is: (item: number) => boolean): boolean => Array.isArray(value) && value.some(is);
const number = (value: unknown): number => Number(value);
const size = ({ inputs: [{ shape }] }: LeafCall, dimension: number): number => shape.at(dimension) ?? 1;
const depth = ({ within }: LeafCall): number => (within.paths[0] ? (within.paths[0] as string).split('.').length : 0);

export const bugs: readonly Bug[] = [
  ...formulas('Conv2d', {
    'groups ignored': () => ({ g: 1 }),
    'kernel height taken for its width': ({ symbols: { K0 = 0 } }) => ({ K1: K0 }),
    'kernel height ignored': () => ({ K0: 1 }),
    'bias ignored': () => ({ bias: 0 }),
    'batch ignored': () => ({ N: 1 }),
    'output channels taken for input channels': ({ symbols: { Cin = 0 } }) => ({ Cout: Cin }),
    'stride ignored': (call) => ({ Hout: size(call, 2), Wout: size(call, 3) }),
  }),
  ...options('Conv2d', {
    'only a kernel of 3 with a stride of 2': ({ kernel_size, stride }) => every(kernel_size, 3) && every(stride, 2),
    'a dilated window': ({ dilation }) => some(dilation, (step) => step > 1),
    'padding given in words': ({ padding }) => padding === 'same',
    'circular padding': ({ padding_mode }) => padding_mode === 'circular',
    depthwise: ({ groups, in_channels, out_channels }) =>
      number(groups) > 1 && groups === in_channels && groups === out_channels,
    'groups without a bias': ({ groups, bias }) => number(groups) > 1 && bias === false,
  }),
  ...formulas('Conv1d', {
    'groups ignored': () => ({ g: 1 }),
    'stride ignored': (call) => ({ Lout: size(call, 2) }),
    'window one too short': ({ symbols: { K0 = 0 } }) => ({ K0: Number(K0) - 1 }),
  }),
  ...options('Conv1d', {
    'a dilated window with a stride': ({ dilation, stride }) =>
      some(dilation, (step) => step > 1) && some(stride, (step) => step > 1),
    'reflected padding': ({ padding_mode }) => padding_mode === 'reflect',
  }),
  ...formulas('Linear', {
    'bias ignored': () => ({ bias: 0 }),
    'output features taken for input features': ({ symbols: { Cin = 0 } }) => ({ Cout: Cin }),
    'all but the last two dimensions ignored': (call) => ({ F: size(call, -2) }),
  }),
  ...options('Linear', {
    'eight outputs and more': ({ out_features }) => number(out_features) >= 8,
    'no bias on three dimensions': ({ bias }, { inputs: [{ shape }] }) => bias === false && shape.length === 3,
  }),
  ...formulas('LSTM', {
    'further layers ignored': () => ({ L: 1 }),
    'second direction ignored': () => ({ D: 1 }),
    'projection ignored': ({ symbols: { H = 0 } }) => ({ P: 0, R: H }),
    'bias ignored': () => ({ bias: 0 }),
    'steps ignored': () => ({ T: 1 }),
  }),
  ...options('LSTM', {
    'two directions in two layers': ({ bidirectional, num_layers }) => bidirectional === true && number(num_layers) > 1,
    'batch first with a projection': ({ batch_first, proj_size }) => batch_first === true && number(proj_size) > 0,
  }),
  ...formulas('BatchNorm2d', {
    'affine ignored': () => ({ affine: 0 }),
    'statistics of the batch ignored': () => ({ own: 0 }),
  }),
  ...options('BatchNorm2d', {
    'no statistics and not affine': ({ affine, track_running_stats }) =>
      affine === false && track_running_stats === false,
  }),
  ...formulas('BatchNorm1d', {
    'affine ignored': () => ({ affine: 0 }),
    'length ignored': (call) => ({ x_numel: size(call, 0) * size(call, 1) }),
  }),
  ...formulas('MaxPool2d', { 'kernel height taken for its width': ({ symbols: { K0 = 0 } }) => ({ K1: K0 }) }),
  ...options('MaxPool2d', {
    'rounded up': ({ ceil_mode }) => ceil_mode === true,
    'a window of 2 with a stride of 2': ({ kernel_size, stride }) =>
      every(kernel_size, 2) && every(stride ?? kernel_size, 2),
  }),
  ...formulas('AvgPool2d', { 'kernel width ignored': () => ({ K1: 1 }) }),
  ...options('AvgPool2d', {
    'padding that is not counted': ({ count_include_pad, padding }) =>
      count_include_pad === false && some(padding, (width) => width > 0),
  }),
  ...formulas('AdaptiveAvgPool2d', {
    'overlaps ignored': (call) => ({ taps_H: Math.max(size(call, 2), call.outputs[0]?.shape[2] ?? 1) }),
  }),
  ...options('AdaptiveAvgPool2d', {
    'a size left as it is': ({ output_size }) => Array.isArray(output_size) && output_size.includes(null),
  }),
  ...formulas('ReLU', { 'batch ignored': ({ inputs: [{ shape }] }) => ({ x_numel: numel(shape.slice(1)) }) }),
  ...options('ReLU', { 'in place': ({ inplace }) => inplace === true }),
  ...options('add', {
    'a value added to itself': (_, call, { passed }) => {
      const [a, b] = passed(call).takes;
      return a === b;
    },
  }),
  ...options('cat', { 'three values and more': (_, { inputs }) => inputs.length > 2 }),
  ...options('GRU', { 'two directions': ({ bidirectional }) => bidirectional === true }),
  ...options('RNN', { 'relu for tanh': ({ nonlinearity }) => nonlinearity === 'relu' }),
  ...formulas('GRUCell', { 'bias ignored': () => ({ bias: 0 }) }),
  ...options('MaxPool3d', { 'rounded up': ({ ceil_mode }) => ceil_mode === true }),
  ...options('MaxPool1d', { 'a dilated window': ({ dilation }) => some([dilation].flat(), (step) => step > 1) }),
  ...options('AvgPool3d', { 'a divisor of its own': ({ divisor_override }) => number(divisor_override ?? 0) > 1 }),
  ...options('LPPool2d', { 'a norm of 1': ({ norm_type }) => norm_type === 1 }),
  ...options('GELU', { 'approximated by tanh': ({ approximate }) => approximate === 'tanh' }),
  ...options('Softmax', { 'over the last dimension, counted from the end': ({ dim }) => dim === -1 }),
  ...options('PReLU', { 'a slope for each channel': ({ num_parameters }) => number(num_parameters) > 1 }),
  ...options('AdaptiveMaxPool2d', { 'with indices': ({ return_indices }) => return_indices === true }),
  ...options('scaled_dot_product_attention', { causal: ({ is_causal }) => is_causal === true }),
  ...options('avg_pool1d', { 'padding that is not counted': ({ count_include_pad }) => count_include_pad === false }),
  ...formulas('leaky_relu', { 'batch ignored': ({ inputs: [{ shape }] }) => ({ x_numel: numel(shape.slice(1)) }) }),
  walk('the second call of a shared module', 2, ({ module }, { before }) =>
    before.some((other) => module !== undefined && other.module === module),
  ),
  walk('a module under two parents', 2, ({ module }) =>
    (module?.paths ?? []).some((path, _, [first = '']) => path.split('.').length !== first.split('.').length),
  ),
  walk('the second arm of a branch', 2, (call, { before, passed }) =>
    before.some((other) => passed(other).takes[0] === passed(call).takes[0]),
  ),
  walk('what comes in by the second input', 2, (call, { network, passed }) =>
    network.architecture.inputs.slice(1).some(({ name }) => passed(call).takes.includes(name)),
  ),
  walk('a layer in a Sequential', 1, ({ within }) => within.kind === 'Sequential'),
  walk('a layer in a container in a container', 1, (call) => depth(call) > 1),
  walk('a function in a module of its own', 1, (call) => !call.module && depth(call) > 0),
  walk('a layer with a frozen weight', 1, ({ module }) =>
    [...(module?.tensors.values() ?? [])].some(({ frozen }) => frozen),
  ),
  walk('a layer with the weight of another', 2, ({ module }, { before }) =>
    before.some(
      (other) =>
        other.module !== module &&
        [...(other.module?.tensors.values() ?? [])].some((tensor) =>
          [...(module?.tensors.values() ?? [])].includes(tensor),
        ),
    ),
  ),
  walk('a class derived from a layer', 1, ({ module }) => module?.isSubclass === true),
  walk('a call that reads a parameter', 1, (call, { passed }) =>
    passed(call).takes.some((name) => name.startsWith('@')),
  ),
  walk(
    'a function in an unusual spelling',
    1,
    ({ spelling, definition }) => spelling !== undefined && spelling !== definition.torch.spellings[0],
  ),
  walk('what takes the second tensor of a result', 2, (call, { before, passed }) =>
    before.some((other) => passed(other).gives.indexOf(passed(call).takes[0] as string) > 0),
  ),
  walk('a batch of more than two', 1, ({ inputs: [{ shape }] }) => (shape[0] ?? 1) > 2),
  pair('Conv2d', 'ReLU'),
  pair('Conv2d', 'BatchNorm2d'),
  pair('Conv2d', 'Conv2d'),
  pair('ReLU', 'MaxPool2d'),
  pair('Linear', 'ReLU'),
  pair('Linear', 'Linear'),
  pair('LSTM', 'Linear'),
  pair('Conv1d', 'BatchNorm1d'),
  pair('add', 'relu'),
];

/** The kinds that mistakes are planted in: a pair of two is rare among hundreds of others. */
export const kindsOfMistakes: readonly string[] = [...new Set(bugs.flatMap(({ kinds }) => kinds))];
