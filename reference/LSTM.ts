import type { Arithmetic, Scalar } from './arithmetic.ts';
import { type Call, type Equation, weight } from './definition.ts';
import { fill, tensor } from './tensor.ts';

interface LSTMOptions {
  readonly hidden_size: number;
  readonly num_layers: number;
  readonly bias: boolean;
  readonly batch_first: boolean;
  readonly bidirectional: boolean;
  readonly proj_size: number;
}

type Vector = readonly Scalar[];

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/**
 * One step of one direction of one layer, for one sequence of the batch:
 *
 *     i = σ(W_ii x + b_ii + W_hi h + b_hi)      f = σ(W_if x + b_if + W_hf h + b_hf)
 *     g = tanh(W_ig x + b_ig + W_hg h + b_hg)   o = σ(W_io x + b_io + W_ho h + b_ho)
 *     c' = f ⊙ c + i ⊙ g                        h' = W_hr (o ⊙ tanh(c')), without W_hr where nothing is projected
 *
 * The four matrices W_i· are the rows of weight_ih in this order, those of weight_hh likewise.
 */
const step = (call: Call<LSTMOptions>, name: string, x: Vector, h: Vector, c: Vector, arithmetic: Arithmetic) => {
  const { hidden_size, bias, proj_size } = call.options;
  const { add, multiply, divide, exponential, negative, tanh, constant, sumOfProducts } = arithmetic;
  const one = constant(1);
  const sigmoid = (z: Scalar): Scalar => divide(one, add(one, exponential(negative(z))));
  const affine = (side: 'ih' | 'hh', row: number, vector: Vector): Scalar => {
    const W = weight(call, `weight_${side}_${name}`);
    const product = sumOfProducts(vector.map((element, k) => [W.at(row, k), element] as const));
    return bias ? add(product, weight(call, `bias_${side}_${name}`).at(row)) : product;
  };
  const gate = (which: number, j: number): Scalar => {
    const row = which * hidden_size + j;
    return add(affine('ih', row, x), affine('hh', row, h));
  };
  const cell = upTo(hidden_size).map((j) => {
    const [i, f, g, o] = [sigmoid(gate(0, j)), sigmoid(gate(1, j)), tanh(gate(2, j)), sigmoid(gate(3, j))];
    const next = add(multiply(f, c[j] as Scalar), multiply(i, g));
    return { c: next, h: multiply(o, tanh(next)) };
  });
  const hidden = cell.map((unit) => unit.h);
  const project = (r: number): Scalar => {
    const W = weight(call, `weight_hr_${name}`);
    return sumOfProducts(hidden.map((element, k) => [W.at(r, k), element] as const));
  };
  return { c: cell.map((unit) => unit.c), h: proj_size > 0 ? upTo(proj_size).map(project) : hidden };
};

/**
 * Long short-term memory, started from zeros, in evaluation mode. Returns the output of the last layer, and h and c of every
 * layer and direction after the last step. Source: torch.nn.LSTM; arXiv:1402.1128 for projections.
 */
export const LSTM: Equation<LSTMOptions> = (call, arithmetic) => {
  const { hidden_size, num_layers, batch_first, bidirectional, proj_size } = call.options;
  const [x] = call.inputs;
  const [T, N, I] = (batch_first ? [x.shape[1], x.shape[0], x.shape[2]] : x.shape) as [number, number, number];
  const width = proj_size > 0 ? proj_size : hidden_size;
  const directions = bidirectional ? ['', '_reverse'] : [''];
  const zeros = (count: number): Vector => upTo(count).map(() => arithmetic.data(0));

  const last: { h: Vector; c: Vector }[][] = [];
  const sequences = upTo(N).map((n) => {
    let sequence = upTo(T).map((t): Vector => upTo(I).map((i) => (batch_first ? x.at(n, t, i) : x.at(t, n, i))));
    const ends: { h: Vector; c: Vector }[] = [];
    for (const layer of upTo(num_layers)) {
      const next: Vector[] = upTo(T).map(() => []);
      for (const direction of directions) {
        let state = { h: zeros(width), c: zeros(hidden_size) };
        for (const t of direction === '' ? upTo(T) : upTo(T).reverse()) {
          state = step(call, `l${layer}${direction}`, sequence[t] as Vector, state.h, state.c, arithmetic);
          next[t] = [...(next[t] as Vector), ...state.h];
        }
        ends.push(state);
      }
      sequence = next;
    }
    last.push(ends);
    return sequence;
  });

  const output = (n: number, t: number, r: number): Scalar => sequences[n]?.[t]?.[r] as Scalar;
  const D = directions.length;
  const final = (of: 'h' | 'c', size: number) =>
    tensor(
      [D * num_layers, N, size],
      upTo(D * num_layers).flatMap((k) => last.flatMap((ends) => ends[k]?.[of] ?? [])),
    );
  return [
    batch_first
      ? fill([N, T, D * width], ([n, t, r]) => output(n, t, r))
      : fill([T, N, D * width], ([t, n, r]) => output(n, t, r)),
    final('h', width),
    final('c', hidden_size),
  ];
};
