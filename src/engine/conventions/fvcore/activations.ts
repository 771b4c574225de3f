/** fvcore's ActivationCountAnalysis: elements of what some operators return. Source: fvcore/nn/activation_count.py. */

import { type Formula, formula } from '../../formula.ts';
import type { LeafCall } from '../../shapes.ts';
import { numel, type Tensor } from '../../tensor.ts';
import { attentionSymbols } from '../trace/attention.ts';

/** The operators that it counts, and the names under which it gives their figures. */
const names: ReadonlyMap<string, string> = new Map([
  ['aten::_convolution', 'conv'],
  ...['addmm', 'bmm', 'einsum', 'matmul', 'linear'].map((name): [string, string] => [`aten::${name}`, name]),
]);

interface Several {
  readonly sums: Readonly<Record<string, Formula>>;
  readonly symbols?: (call: LeafCall) => Readonly<Record<string, number>>;
}

const linear = (text: string): Several => ({ sums: { linear: formula(text) } });

/** Kinds with several of those operators, or with one whose result is not the call's. */
const several: Readonly<Record<string, Several>> = {
  GRUCell: linear('2 * N * 3 * H'),
  LSTMCell: linear('2 * N * 4 * H'),
  RNNCell: linear('2 * N * H'),
  MultiheadAttention: {
    sums: {
      linear: formula('(1 - fast) * E * (N * L * (1 + out) + N * S * (1 + values))'),
      bmm: formula('(1 - fast) * needed * N * L * (h * S1 * (1 - masked) + E * out)'),
    },
    symbols: attentionSymbols,
  },
};

/** What a call that is left in the graph adds to each operator. */
export const activationsOf = (
  call: LeafCall,
  operators: readonly string[],
): readonly (readonly [operator: string, elements: bigint])[] => {
  const own = Object.hasOwn(several, call.definition.kind) ? several[call.definition.kind] : undefined;
  if (own) {
    const symbols = { ...call.symbols, ...own.symbols?.(call) };
    return Object.entries(own.sums).map(([name, text]) => [name, text.evaluate(symbols)]);
  }
  const found = operators.flatMap((operator) => names.get(operator) ?? []);
  return found.map((name) => [name, BigInt(numel((call.outputs[0] as Tensor).shape))]);
};
