/** By which operators torch computes what tools count that watch its dispatcher. Source: torch 2.15, aten/src/ATen/native/Linear.cpp and LinearAlgebra.cpp. */

import { broadcast } from '../elementwise.ts';
import { isFused as isOneKernel } from '../layers/functional/scaled_dot_product_attention.ts';
import type { LeafCall } from '../shapes.ts';
import { alike, isContiguous, type Shape, type Tensor, tensor } from '../tensor.ts';
import { selected, transposed } from '../views.ts';
import { isMaskLearnt, sequenceFirst } from './attention.ts';
import { isFoldable } from './products.ts';
import { stepsFirst } from './recurrent.ts';

/** MACs that a tool counts of one operator. */
export interface Part {
  readonly operator: string;
  readonly macs: bigint;
}

const flash = '_scaled_dot_product_flash_attention_for_cpu';

/** A product of more dimensions with a matrix: as one of matrices where that copies nothing, or the matrix is learnt. */
const folded = (larger: Tensor, isLearning: boolean): string => (isLearning || isFoldable(larger) ? 'mm' : 'bmm');

/** torch.matmul, where it is no product of a vector. */
const matmul = (a: Tensor, b: Tensor, areLearning: readonly (boolean | undefined)[]): string => {
  const [left, right] = [a.shape.length, b.shape.length];
  if (left <= 2 && right <= 2) return 'mm';
  if (left === 3 && right === 3 && a.shape[0] !== b.shape[0]) {
    // A batch of one beside another is left out.
    if (b.shape[0] === 1) return matmul(a, selected(b, 0), areLearning);
    if (a.shape[0] === 1) return matmul(selected(a, 0), b, areLearning);
  }
  if (left > 2 && right > 2) return 'bmm';
  const isLearning = areLearning[left >= right ? 1 : 0] === true;
  if (left >= right) return folded(a, isLearning);
  return left === 2 && !isLearning ? 'bmm' : folded(transposed(b, right - 2, right - 1), isLearning);
};

const linear = (input: Tensor, bias: boolean, isLearning: boolean): string => {
  if (bias && (input.shape.length === 2 || isContiguous(input))) return 'addmm';
  return input.shape.length <= 2 ? 'mm' : folded(input, isLearning);
};

const areLearning = ({ given }: LeafCall): readonly boolean[] => given.values.map((value) => value.isLearning);

/** Whether a weight of the call's module is learnt. */
const isLearnt = ({ module }: LeafCall, name: string): boolean => module?.tensors.get(name)?.frozen === false;

/** What one call comes to, given the MACs that the tool counts of it in all, and how many it counts for each bias that an operator adds. */
type Operators = (call: LeafCall, macs: bigint, perBias: bigint) => readonly Part[];

const only =
  (operator: string | ((call: LeafCall) => string)): Operators =>
  (call, macs) => [{ operator: typeof operator === 'string' ? operator : operator(call), macs }];

const product = (...factors: readonly unknown[]): bigint =>
  factors.reduce<bigint>((all, factor) => all * BigInt(factor as number), 1n);

/** An operator of so many products, which adds the biases along with them where it is the one that can. */
const withBiases = (operator: string, products: bigint, biases: bigint): Part => ({
  operator,
  macs: operator === 'addmm' ? products + biases : products,
});

const sum = (parts: readonly Part[]): bigint => parts.reduce((all, { macs }) => all + macs, 0n);

const byBias = ({ symbols }: LeafCall): string => (Number(symbols.bias) > 0 ? 'addmm' : 'mm');

/** Layers over steps: all steps of the first layer's input at once, what follows one step or layer after the other. */
const recurrent =
  (gates: number): Operators =>
  (call, macs, perBias) => {
    const { T, N, D, L, H, I, P = 0, bias } = call.symbols;
    const biases = perBias * product(T, N, gates, H);
    const ofInput = (suffix: string): Part =>
      withBiases(
        linear(stepsFirst(call), Number(bias) > 0, isLearnt(call, `weight_ih_l0${suffix}`)),
        product(T, N, gates, H, I),
        biases,
      );
    const forth = [ofInput('')];
    const back = Number(D) > 1 ? [ofInput('_reverse')] : [];
    const projections = [{ operator: 'mm', macs: product(T, N, D, L, H, P) }];
    const rest = macs - sum([...forth, ...projections, ...back]);
    return [...forth, { operator: byBias(call), macs: rest }, ...projections, ...back];
  };

const attention: Operators = (call, _, perBias) => {
  const { N, L, S, S1, E, Ek, Ev, bias, needed } = call.symbols;
  const [query, key, value] = sequenceFirst(call);
  const isBiased = Number(bias) > 0;
  const projection = (input: Tensor, name: string, length: unknown, width: unknown): Part => {
    const isLearning = isLearnt(call, 'in_proj_weight') || isLearnt(call, `${name}_proj_weight`);
    return withBiases(
      linear(input, isBiased, isLearning),
      product(N, length, E, width),
      perBias * product(N, length, E),
    );
  };
  const half = product(N, L, S1, E);
  const isMasked = Object.keys(call.named).length > 0;
  const products: readonly Part[] =
    Number(needed) > 0
      ? [
          { operator: isMasked ? 'baddbmm' : 'bmm', macs: half },
          { operator: 'bmm', macs: half },
        ]
      : [{ operator: isMaskLearnt(call) ? 'bmm' : flash, macs: 2n * half }];
  return [
    projection(query, 'q', L, E),
    projection(key, 'k', S, Ek),
    projection(value, 'v', S, Ev),
    ...products,
    withBiases(byBias(call), product(N, L, E, E), perBias * product(N, L, E)),
  ];
};

const scaled: Operators = (call, macs) => {
  const { options, inputs, named, learningNames } = call;
  if (learningNames.length === 0 && isOneKernel(options as never, inputs, named)) return [{ operator: flash, macs }];
  const [query, key, value] = inputs as unknown as readonly [Tensor, Tensor, Tensor];
  // Batches that all three have are spread out first, and heads that the query shares are repeated.
  if (options.enable_gqa || inputs.every(({ shape }) => shape.length === 3)) return [{ operator: 'bmm', macs }];
  const [ofQuery, ofKey, ofValue] = areLearning(call);
  const { Bs, L, S, E } = call.symbols;
  const scores = product(Bs, L, S, E);
  const batches = broadcast(query.shape.slice(0, -2), key.shape.slice(0, -2)) as Shape;
  const weights = tensor([...batches, L as number, S as number]);
  const areWeightsLearning = ofQuery || ofKey || learningNames.length > 0;
  return [
    { operator: matmul(alike(query), key, [ofQuery, ofKey]), macs: scores },
    { operator: matmul(weights, value, [areWeightsLearning, ofValue]), macs: macs - scores },
  ];
};

const ofKinds: Readonly<Record<string, Operators>> = {
  Linear: only((call) => linear(call.inputs[0], Number(call.symbols.bias) > 0, isLearnt(call, 'weight'))),
  linear: only((call) => linear(call.inputs[0], call.named.bias !== undefined, areLearning(call)[1] === true)),
  MultiheadAttention: attention,
  scaled_dot_product_attention: scaled,
  GRU: recurrent(3),
  LSTM: recurrent(4),
  RNN: recurrent(1),
  GRUCell: only(byBias),
  LSTMCell: only(byBias),
  RNNCell: only(byBias),
  addmm: only('addmm'),
  baddbmm: only('baddbmm'),
  bmm: only('bmm'),
  einsum: only('bmm'),
  matmul: only((call) => matmul(call.inputs[0], call.inputs[1] as Tensor, areLearning(call))),
  mm: only('mm'),
};

/**
 * The MACs that a tool counts of a call by each operator, in the order in which they run; all others that it counts are
 * convolutions. `perBias` is how many it counts for each bias that an operator adds. Operators of attention that the tool
 * does not know are among them.
 */
export const operatorsIn = (call: LeafCall, macs: bigint, perBias: 0n | 1n): readonly Part[] => {
  if (macs === 0n) return [];
  const operators = ofKinds[call.definition.kind] ?? only('convolution');
  return operators(call, macs, perBias).filter((part) => part.macs > 0n);
};
