import type { Scalar } from './arithmetic.ts';
import { type Equation, weight } from './definition.ts';
import {
  affine,
  type CellOptions,
  cell,
  type LayersOptions,
  layers,
  type Step,
  sigmoid,
  upTo,
  type Vector,
} from './recurrent.ts';

/**
 *     i = σ(W_ii x + b_ii + W_hi h + b_hi)      f = σ(W_if x + b_if + W_hf h + b_hf)
 *     g = tanh(W_ig x + b_ig + W_hg h + b_hg)   o = σ(W_io x + b_io + W_ho h + b_ho)
 *     c' = f ⊙ c + i ⊙ g                        h' = W_hr (o ⊙ tanh(c')), without W_hr where nothing is projected
 *
 * The four matrices W_i· are the rows of weight_ih in this order, those of weight_hh likewise.
 */
const step: Step<CellOptions & { readonly proj_size?: number }> = (call, name, x, state, arithmetic) => {
  const { hidden_size, proj_size = 0 } = call.options;
  const { add, multiply, tanh, sumOfProducts } = arithmetic;
  const [h, c] = state as [Vector, Vector];
  const gate = (which: number, j: number): Scalar => {
    const row = which * hidden_size + j;
    return add(affine(call, 'ih', name, row, x, arithmetic), affine(call, 'hh', name, row, h, arithmetic));
  };
  const units = upTo(hidden_size).map((j) => {
    const [i, f] = [sigmoid(gate(0, j), arithmetic), sigmoid(gate(1, j), arithmetic)];
    const [g, o] = [tanh(gate(2, j)), sigmoid(gate(3, j), arithmetic)];
    const next = add(multiply(f, c[j] as Scalar), multiply(i, g));
    return { c: next, h: multiply(o, tanh(next)) };
  });
  const hidden = units.map((unit) => unit.h);
  const project = (r: number): Scalar => {
    const W = weight(call, `weight_hr${name}`);
    return sumOfProducts(hidden.map((element, k) => [W.at(r, k), element] as const));
  };
  return [proj_size > 0 ? upTo(proj_size).map(project) : hidden, units.map((unit) => unit.c)];
};

const states = ['hx.0', 'hx.1'];

/** Long short-term memory. Source: torch.nn.LSTM; arXiv:1402.1128 for projections. */
export const LSTM: Equation<LayersOptions> = layers(step, states);

/** One step of it. Source: torch.nn.LSTMCell. */
export const LSTMCell: Equation<CellOptions> = cell(step, states);
