/**
 * The definition, executed: for each kind a naive loop over its equation that computes the output and counts what it does. It
 * imports nothing of the engine and shares no formula with it, so that it can bear witness against it.
 */

import { activations } from './activations.ts';
import { arithmetic, type Counts, type Scalar } from './arithmetic.ts';
import { arrangements } from './arrangements.ts';
import { scaledDotProductAttention } from './attention.ts';
import { batchNorm } from './batchNorm.ts';
import { Bilinear, bilinear } from './bilinear.ts';
import { fold, unfold } from './blocks.ts';
import { convolution, convolutionOf } from './convolution.ts';
import type { Equation } from './definition.ts';
import { distances } from './distances.ts';
import { Embedding, embedding, oneHot } from './embedding.ts';
import { EmbeddingBag, embeddingBag } from './embeddingBag.ts';
import { fractionalMaxPools } from './fractionalMaxPools.ts';
import { elementwise } from './functions/elementwise.ts';
import { masks } from './functions/masks.ts';
import { products } from './functions/products.ts';
import { reductions } from './functions/reductions.ts';
import { scattered } from './functions/scattered.ts';
import { weightNorm } from './functions/weightNorm.ts';
import { GRU, GRUCell } from './GRU.ts';
import { grids } from './grids.ts';
import { Linear, linear } from './Linear.ts';
import { LSTM, LSTMCell } from './LSTM.ts';
import { MultiheadAttention } from './MultiheadAttention.ts';
import { maxUnpools } from './maxUnpools.ts';
import { cat, flatten, identity, view } from './movement.ts';
import { norms } from './norms.ts';
import { pools } from './pools.ts';
import { RNN, RNNCell } from './RNN.ts';
import { rectifier } from './rectifier.ts';
import { softmaxes } from './softmax.ts';
import { type Numbers, type Tensor, tensor } from './tensor.ts';
import { transposedConvolution, transposedConvolutionOf } from './transposedConvolution.ts';
import { upsamplings } from './upsampling.ts';

export type { Counts } from './arithmetic.ts';
export type { Numbers } from './tensor.ts';

/** A call in numbers. */
export interface NumericCall {
  /** PyTorch's own names, none left out, one number for each dimension where PyTorch takes several. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Numbers[];
  /** Optional tensors under PyTorch's names of the arguments. */
  readonly named?: Readonly<Record<string, Numbers>>;
  /** Parameters and buffers under PyTorch's names. */
  readonly weights: Readonly<Record<string, Numbers>>;
}

export interface Executed {
  /** Nested tuples flattened: output, h_n, c_n of an LSTM. */
  readonly outputs: readonly Numbers[];
  readonly counts: Readonly<Counts>;
  /** How many elements of each tensor that was given were read, each once: computed with, looked at, or handed on. */
  readonly read: ReadonlyMap<Numbers, number>;
  /** Whether each element of the outputs is one of an input, so that nothing need be written where outputs are views. */
  readonly isHandedOn: boolean;
}

const equation = <Options>(given: Equation<Options>): Equation<Readonly<Record<string, unknown>>> =>
  // An equation reads the options of its own kind and checks nothing.
  given as Equation<unknown>;

/** Kinds that are defined as tables. */
const tables = {
  ...elementwise,
  ...masks,
  ...products,
  ...reductions,
  ...scattered,
  ...grids,
  ...activations,
  ...distances,
  ...arrangements,
  ...norms,
  ...fractionalMaxPools,
  ...maxUnpools,
  ...pools,
  ...softmaxes,
  ...upsamplings,
};

/** Every kind that is defined, under PyTorch's names. */
const equations: ReadonlyMap<string, Equation<Readonly<Record<string, unknown>>>> = new Map([
  ...Object.entries(tables).map(([kind, given]) => [kind, equation(given as Equation<never>)] as const),
  ['BatchNorm1d', equation(batchNorm)],
  ['BatchNorm2d', equation(batchNorm)],
  ['BatchNorm3d', equation(batchNorm)],
  ['SyncBatchNorm', equation(batchNorm)],
  ['Conv1d', equation(convolution)],
  ['Conv2d', equation(convolution)],
  ['Conv3d', equation(convolution)],
  ['ConvTranspose1d', equation(transposedConvolution)],
  ['ConvTranspose2d', equation(transposedConvolution)],
  ['ConvTranspose3d', equation(transposedConvolution)],
  ['Flatten', equation(flatten)],
  ['GRU', equation(GRU)],
  ['GRUCell', equation(GRUCell)],
  ['LSTM', equation(LSTM)],
  ['LSTMCell', equation(LSTMCell)],
  ['RNN', equation(RNN)],
  ['RNNCell', equation(RNNCell)],
  ['Bilinear', equation(Bilinear)],
  ['Embedding', equation(Embedding)],
  ['EmbeddingBag', equation(EmbeddingBag)],
  ['Fold', equation(fold)],
  ['Identity', equation(identity)],
  ['Unfold', equation(unfold)],
  ['bilinear', equation(bilinear)],
  ['embedding', equation(embedding)],
  ['embedding_bag', equation(embeddingBag)],
  ['fold', equation(fold)],
  ['one_hot', equation(oneHot)],
  ['unfold', equation(unfold)],
  ['Linear', equation(Linear)],
  ['ReLU', equation(rectifier)],
  ['cat', equation(cat)],
  ['conv1d', equation(convolutionOf)],
  ['conv2d', equation(convolutionOf)],
  ['conv3d', equation(convolutionOf)],
  ['conv_transpose1d', equation(transposedConvolutionOf)],
  ['conv_transpose2d', equation(transposedConvolutionOf)],
  ['conv_transpose3d', equation(transposedConvolutionOf)],
  ['flatten', equation(flatten)],
  ['linear', equation(linear)],
  ['relu', equation(rectifier)],
  ['MultiheadAttention', equation(MultiheadAttention)],
  ['scaled_dot_product_attention', equation(scaledDotProductAttention)],
  ['view', equation(view)],
  ['weight_norm', equation(weightNorm)],
]);

/** The kinds that can be executed. */
export const definedKinds: readonly string[] = [...equations.keys()];

/** Executes the definition of a kind, once, in evaluation mode. Throws for a kind without one. */
export const execute = (kind: string, { options, inputs, named = {}, weights }: NumericCall): Executed => {
  const found = equations.get(kind);
  if (!found) throw new Error(`The kind "${kind}" has no executed definition.`);
  const counting = arithmetic();
  const tensors = new Map<Numbers, Tensor>();
  // A tensor that is given twice, as to x * x, is one.
  const take = (numbers: Numbers, make: (value: number) => Scalar): Tensor => {
    const { shape, data, dtype } = numbers;
    const taken = tensors.get(numbers) ?? tensor(shape, Array.from(data, make), dtype);
    tensors.set(numbers, taken);
    return taken;
  };
  const takeAll = (all: Readonly<Record<string, Numbers>>, make: (value: number) => Scalar) =>
    Object.fromEntries(Object.entries(all).map(([name, numbers]) => [name, take(numbers, make)]));
  const given = inputs.map((numbers) => take(numbers, counting.data)) as [Tensor, ...Tensor[]];
  const call = {
    options,
    inputs: given,
    named: takeAll(named, counting.data),
    weights: takeAll(weights, counting.constant),
  };
  const results = found(call, counting);
  const handed = new Set(given.flatMap(({ elements }) => elements));
  const outputs = results.map(({ shape, elements }) => ({ shape, data: Float64Array.from(elements, counting.value) }));
  return {
    outputs,
    counts: counting.counts,
    read: new Map([...tensors].map(([numbers, { elements }]) => [numbers, elements.filter(counting.isRead).length])),
    isHandedOn: results.every(({ elements }) => elements.every((element) => handed.has(element))),
  };
};
