import type { Scalar } from './arithmetic.ts';
import type { Equation } from './definition.ts';
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
 *     r = σ(W_ir x + b_ir + W_hr h + b_hr)      z = σ(W_iz x + b_iz + W_hz h + b_hz)
 *     n = tanh(W_in x + b_in + r ⊙ (W_hn h + b_hn))
 *     h' = (1 - z) ⊙ n + z ⊙ h
 *
 * The three matrices W_i· are the rows of weight_ih in this order, those of weight_hh likewise.
 */
const step: Step<CellOptions> = (call, name, x, state, arithmetic) => {
  const { hidden_size } = call.options;
  const { add, constant, multiply, subtract, tanh } = arithmetic;
  const [h] = state as [Vector];
  const sides = (which: number, j: number): [Scalar, Scalar] => {
    const row = which * hidden_size + j;
    return [affine(call, 'ih', name, row, x, arithmetic), affine(call, 'hh', name, row, h, arithmetic)];
  };
  return [
    upTo(hidden_size).map((j) => {
      const [r, z] = [sigmoid(add(...sides(0, j)), arithmetic), sigmoid(add(...sides(1, j)), arithmetic)];
      const [fromInput, fromState] = sides(2, j);
      const n = tanh(add(fromInput, multiply(r, fromState)));
      return add(multiply(subtract(constant(1), z), n), multiply(z, h[j] as Scalar));
    }),
  ];
};

/** Gated recurrent units. Source: torch.nn.GRU. */
export const GRU: Equation<LayersOptions> = layers(step, ['hx']);

/** One step of them. Source: torch.nn.GRUCell. */
export const GRUCell: Equation<CellOptions> = cell(step, ['hx']);
