/** How random calls of a layer are drawn. */

import type { AnyOptions } from './layer.ts';
import type { Dtype, Shape, Tensor } from './tensor.ts';

/** Numbers from which a generator draws options; each choice shrinks to the first. */
export interface Draw {
  readonly integer: (least: number, most: number) => number;
  readonly boolean: () => boolean;
  readonly oneOf: <T>(choices: readonly [T, ...T[]]) => T;
}

/** A tensor that a generator asks for; float32 where nothing is said. */
export interface Wanted {
  readonly shape: Shape;
  readonly dtype?: Dtype;
  /** Whether it has to be what the network was given, as indices always do. */
  readonly given?: true;
}

export interface Generator<O> {
  /** Numbers of dimensions of the first input that the generator makes or bridges to, the usual one first. */
  readonly ranks: readonly [number, ...number[]];
  /** How likely the kind is drawn, relative to 1. */
  readonly weight?: number;
  /** Options that fit the input, defaults left out where that is convenient; undefined where none fit. */
  readonly options: (draw: Draw, input: Tensor) => AnyOptions | undefined;
  /** A first input of the network for kinds that no ordinary value suits, such as indices; `batch` is the network's. */
  readonly input?: (draw: Draw, batch: number) => Wanted;
  /** Which of the other values at hand to merge with the input, by index, for functions that take several. */
  readonly merge?: (draw: Draw, input: Tensor, others: readonly Tensor[], options: O) => readonly number[];
  /** Further inputs that a call needs, in order or by name: values at hand where they suit, else inputs of the network. */
  readonly operands?: (draw: Draw, input: Tensor, options: O) => Operands;
  /** Options that belong to the call and not to the module, drawn once those of the module are known. */
  readonly call?: (draw: Draw, input: Tensor, options: AnyOptions) => AnyOptions;
}

export interface Operands {
  readonly inputs?: readonly Wanted[];
  readonly named?: Readonly<Record<string, Wanted>>;
}
