/** Recurrent layers: one step repeated, over layers and directions. Sources: torch.nn.RNN, torch.nn.GRU, torch.nn.LSTM. */

import type { Arithmetic, Scalar } from './arithmetic.ts';
import { type Call, type Equation, weight } from './definition.ts';
import { fill, type Tensor, tensor } from './tensor.ts';

export type Vector = readonly Scalar[];

export interface CellOptions {
  readonly hidden_size: number;
  readonly bias: boolean;
}

export interface LayersOptions extends CellOptions {
  readonly num_layers: number;
  readonly batch_first: boolean;
  readonly bidirectional: boolean;
  readonly proj_size?: number;
}

/** What one step hands on to the next: h, and c where there is one. */
export type State = readonly Vector[];

/** One step for one sequence of the batch; `name` is what the names of its weights end in. */
export type Step<Options> = (
  call: Call<Options>,
  name: string,
  x: Vector,
  state: State,
  arithmetic: Arithmetic,
) => State;

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** W v + b for one row of W: `side` is `ih` for the input, `hh` for the state. */
export const affine = (
  call: Call<CellOptions>,
  side: 'ih' | 'hh',
  name: string,
  row: number,
  vector: Vector,
  { add, sumOfProducts }: Arithmetic,
): Scalar => {
  const W = weight(call, `weight_${side}${name}`);
  const product = sumOfProducts(vector.map((element, k) => [W.at(row, k), element] as const));
  return call.options.bias ? add(product, weight(call, `bias_${side}${name}`).at(row)) : product;
};

/** 1 / (1 + exp(-z)). */
export const sigmoid = (z: Scalar, { add, constant, divide, exponential, negative }: Arithmetic): Scalar =>
  divide(constant(1), add(constant(1), exponential(negative(z))));

/** A tensor's row behind the index of its leading dimensions. */
const rowAt = (of: Tensor, ...index: readonly number[]): Vector =>
  upTo(of.shape.at(-1) as number).map((last) => of.at(...index, last));

const zeros = (size: number, arithmetic: Arithmetic): Vector => upTo(size).map(() => arithmetic.data(0));

/** A cell: one step from the states given by name, zeros where there are none. An input may lack the batch. */
export const cell =
  <Options extends CellOptions>(step: Step<Options>, names: readonly string[]): Equation<Options> =>
  (call, arithmetic) => {
    const [x] = call.inputs;
    const batch = x.shape.slice(0, -1);
    const { hidden_size } = call.options;
    const ends = upTo(batch[0] ?? 1).map((n) => {
      const place = batch.length > 0 ? [n] : [];
      const start = names.map((name) => {
        const given = call.named[name];
        return given ? rowAt(given, ...place) : zeros(hidden_size, arithmetic);
      });
      return step(call, '', rowAt(x, ...place), start, arithmetic);
    });
    return names.map((_, k) =>
      tensor(
        [...batch, hidden_size],
        ends.flatMap((end) => end[k] as Vector),
      ),
    );
  };

/**
 * Layers over steps, started from the states given by name or from zeros, in evaluation mode. Returns the output of the last
 * layer, and the states of every layer and direction after the last step. An input may lack the batch.
 */
export const layers =
  <Options extends LayersOptions>(step: Step<Options>, names: readonly string[]): Equation<Options> =>
  (call, arithmetic) => {
    const { hidden_size, num_layers, batch_first, bidirectional, proj_size = 0 } = call.options;
    const [x] = call.inputs;
    const isBatched = x.shape.length === 3;
    const [T, N] = (isBatched && batch_first ? [x.shape[1], x.shape[0]] : x.shape) as [number, number];
    const batch = isBatched ? N : 1;
    const place = (n: number, t: number): number[] => (isBatched ? (batch_first ? [n, t] : [t, n]) : [t]);
    const sizes = [proj_size > 0 ? proj_size : hidden_size, hidden_size];
    const directions = bidirectional ? ['', '_reverse'] : [''];
    const first = (k: number, n: number): State =>
      names.map((name, which) => {
        const given = call.named[name];
        return given ? rowAt(given, k, ...(isBatched ? [n] : [])) : zeros(sizes[which] as number, arithmetic);
      });

    const last: State[][] = [];
    const sequences = upTo(batch).map((n) => {
      let sequence = upTo(T).map((t): Vector => rowAt(x, ...place(n, t)));
      const ends: State[] = [];
      for (const layer of upTo(num_layers)) {
        const next: Vector[] = upTo(T).map(() => []);
        for (const direction of directions) {
          let state = first(ends.length, n);
          for (const t of direction === '' ? upTo(T) : upTo(T).reverse()) {
            state = step(call, `_l${layer}${direction}`, sequence[t] as Vector, state, arithmetic);
            next[t] = [...(next[t] as Vector), ...(state[0] as Vector)];
          }
          ends.push(state);
        }
        sequence = next;
      }
      last.push(ends);
      return sequence;
    });

    const D = directions.length;
    const lead = isBatched ? (batch_first ? [N, T] : [T, N]) : [T];
    const output = fill([...lead, D * (sizes[0] as number)], (index) => {
      const [t, n] = isBatched && batch_first ? [index[1], index[0]] : [index[0], isBatched ? index[1] : 0];
      return sequences[n as number]?.[t as number]?.[index.at(-1) as number] as Scalar;
    });
    const final = (which: number): Tensor =>
      tensor(
        [D * num_layers, ...(isBatched ? [N] : []), sizes[which] as number],
        upTo(D * num_layers).flatMap((k) => last.flatMap((ends) => ends[k]?.[which] as Vector)),
      );
    return [output, ...names.map((_, which) => final(which))];
  };
