import type { Equation } from './definition.ts';
import {
  affine,
  type CellOptions,
  cell,
  type LayersOptions,
  layers,
  type Step,
  upTo,
  type Vector,
} from './recurrent.ts';

interface Nonlinear {
  readonly nonlinearity: 'tanh' | 'relu';
}

/** h' = tanh(W_ih x + b_ih + W_hh h + b_hh), or max(0, ...) of the same. */
const step: Step<CellOptions & Nonlinear> = (call, name, x, state, arithmetic) => {
  const { hidden_size, nonlinearity } = call.options;
  const { add, constant, maximum, tanh } = arithmetic;
  const [h] = state as [Vector];
  return [
    upTo(hidden_size).map((j) => {
      const sum = add(affine(call, 'ih', name, j, x, arithmetic), affine(call, 'hh', name, j, h, arithmetic));
      return nonlinearity === 'tanh' ? tanh(sum) : maximum(constant(0), sum);
    }),
  ];
};

/** Elman's recurrent layer. Source: torch.nn.RNN. */
export const RNN: Equation<LayersOptions & Nonlinear> = layers<LayersOptions & Nonlinear>(step, ['hx']);

/** One step of it. Source: torch.nn.RNNCell. */
export const RNNCell: Equation<CellOptions & Nonlinear> = cell(step, ['hx']);
