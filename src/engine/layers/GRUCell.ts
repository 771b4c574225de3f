import { z } from 'zod';
import { elementwise } from '../elementwise.ts';
import { defineLayer } from '../layer.ts';
import { cell, oneState, sizes } from './families/recurrent.ts';

const common = cell(3, ['hx']);

/** One step of a GRU. */
export const GRUCell = defineLayer({
  kind: 'GRUCell',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.GRUCell.html',
  options: () => ({ ...sizes, bias: z.boolean().default(true) }),
  forward: oneState,
  ...common,
  // (h - n) * z + n: the first state decides how the next one lies in memory.
  outputs: (options, inputs, { hx }) =>
    common.outputs(options, inputs).map((state) => (hx ? elementwise([hx, state], state.dtype) : state)),
  formulas: {
    params: '3 * H * (I + H) + 6 * H * bias',
    macs: 'N * 3 * H * (I + H)',
    multiplications: 'N * (3 * H * (I + H) + 3 * H)',
    additions: 'N * (3 * H * (I + H - 1 + 2 * bias) + 4 * H)',
    exponentials: 'N * 2 * H',
    divisions: 'N * 2 * H',
    tanhs: 'N * H',
  },
});
