/** Parameters and buffers as tensors of their own: what a layer's kind makes, what a module has besides, and which are one and the same. */

import { interned } from './interned.ts';
import { type Dtype, numel, type Shape, type Tensor, tensor } from './tensor.ts';

/** A parameter or buffer that a layer's kind makes. */
export interface Weight {
  /** PyTorch's name of the parameter or buffer, as in `named_parameters()`. */
  readonly name: string;
  readonly shape: Shape;
  /** A buffer is kept with the model but not learnt. */
  readonly buffer?: true;
  /** Element type where it is not that of the network, as `int64` of BatchNorm's step counter. */
  readonly dtype?: 'int64';
}

/** A parameter or buffer. Tied names share one, which then is counted once. */
export interface OwnTensor {
  readonly shape: Shape;
  readonly dtype: Dtype;
  /** A buffer is kept with the model but not learnt. */
  readonly buffer: boolean;
  /** `requires_grad=False`; what freezes it under one of its names freezes it under all. */
  frozen: boolean;
  /** As an input of a call, once all that is frozen is. */
  readonly value: Tensor;
}

class Own implements OwnTensor {
  readonly shape: Shape;
  readonly dtype: Dtype;
  readonly buffer: boolean;
  frozen = false;
  private made: Tensor | undefined;

  constructor(shape: Shape, dtype: Dtype, buffer: boolean) {
    this.shape = shape;
    this.dtype = dtype;
    this.buffer = buffer;
  }

  get value(): Tensor {
    this.made ??= interned({
      ...tensor(this.shape, this.dtype),
      ...(this.buffer || this.frozen ? {} : { learnt: true }),
    });
    return this.made;
  }
}

/** A tensor of that shape and type, learnt unless it is a buffer. */
export const ownTensor = (shape: Shape, dtype: Dtype = 'float32', buffer = false): OwnTensor =>
  new Own(shape, dtype, buffer);

/** The tensors that a layer's kind makes, by name. */
export const tensorsOf = (weights: readonly Weight[]): Map<string, OwnTensor> =>
  new Map(weights.map(({ name, shape, dtype, buffer }) => [name, ownTensor(shape, dtype, buffer === true)]));

/** How a call names a parameter or buffer among its inputs: `@blocks.0.gamma`. */
export const isOwnReference = (reference: string): boolean => reference.startsWith('@');

/** A dotted name as the path of its owner and the last part. */
export const splitName = (name: string): { readonly owner: string; readonly last: string } => {
  const cut = name.lastIndexOf('.');
  return { owner: name.slice(0, Math.max(cut, 0)), last: name.slice(cut + 1) };
};

/** Elements of the distinct tensors among those given that pass `keep`. */
export const elementsOf = (tensors: Iterable<OwnTensor>, keep: (tensor: OwnTensor) => boolean = () => true): bigint => {
  let sum = 0n;
  for (const one of new Set(tensors)) if (keep(one)) sum += BigInt(numel(one.shape));
  return sum;
};
