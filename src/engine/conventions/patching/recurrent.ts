/** What the tools that replace functions say of recurrent layers, which they count by hooks. */

import { type Cell, type Cells, raising, zero } from '../../convention.ts';
import { module, type PatchingTool } from './tool.ts';

/** `elementwise` is what it adds for each of H, `gates` the number of matrices. */
const layers = (tool: PatchingTool, gates: number, elementwise: number, because: string, state = 'H'): Cell =>
  module(
    tool,
    {
      flops: `x0 * x1 * D * (${2 * gates} * H * (I + ${state} - 1) + (L - 1) * ${2 * gates} * H * (D * ${state} + ${state} - 1) + L * (${elementwise} * H + ${2 * gates} * H * bias))`,
    },
    `For each step it adds biases and ${because} for each of H to the products, and counts no MACs; it takes the first two sizes of the input for batch and steps, also where there is no batch`,
  );

const cell = (tool: PatchingTool, gates: number, elementwise: number, because: string): Cell =>
  raising(
    module(
      tool,
      { flops: `x0 * (${2 * gates} * H * (I + H - 1) + ${elementwise} * H + ${2 * gates} * H * bias)` },
      `It adds biases and ${because} for each of H to the products, and counts no MACs`,
    ),
    {
      when: ({ inputs: [{ shape }] }) => shape.length === 1,
      error: 'IndexError',
      because: 'It reads the second size of the input, which an input without batch has not.',
      source: tool.source,
    },
  );

const [one, seven, ten] = ['one FLOP', 'seven FLOPs', 'ten FLOPs'] as const;

export const recurrent = (tool: PatchingTool): Cells => ({
  GRU: layers(tool, 3, 7, seven),
  GRUCell: cell(tool, 3, 7, seven),
  LSTM: layers(tool, 4, 10, `${ten}, without the projection,`, 'R'),
  LSTMCell: cell(tool, 4, 10, ten),
  RNN: layers(tool, 1, 1, one),
  RNNCell: cell(tool, 1, 1, one),
});

/** Of a class derived from a layer's: hooks go by the exact type, and what it calls is seen all the same. */
export const derived = (source: string, hooked: Cells) => {
  const cells = new Set(Object.values(hooked));
  const missed = zero({
    because: 'It looks the exact type up in its table of hooks, and a class derived from a layer is another type.',
    source,
  });
  return (stated: Cell): Cell => (cells.has(stated) ? missed : stated);
};
