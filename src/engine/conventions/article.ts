import { type Cells, type Convention, departs, type Reason, type Row } from '../convention.ts';
import { evaluateCell } from '../evaluate.ts';
import { isLeaf, type LeafCall, type ShapedNetwork } from '../shapes.ts';
import { numel } from '../tensor.ts';
import { sumFigures, unstated } from '../wholes.ts';

const source = 'The textbook formulas that articles on model cost give for each layer.';
const because = (text: string): Reason => ({ because: text, source });

const figures = ['params', 'macs', 'flops', 'memory.parameters'];

const perSample =
  'It counts one sample, so the batch does not enter; it always has a bias, so Cout is added even where the layer has none';

/** Rows of the input that belong to one sample. */
const rows = ({ inputs: [{ shape }] }: LeafCall) => ({ f: numel(shape.slice(1, -1)) });

const ownCells: Cells = {
  Linear: departs(
    {
      params: 'Cin * Cout + Cout',
      macs: 'f * Cin * Cout',
      flops: 'f * Cin * Cout + Cout',
      'memory.parameters': '4 * (Cin * Cout + Cout)',
    },
    because(
      `${perSample}. Its FLOPs are multiply-accumulates plus one bias, not multiplications and additions, and count the bias once instead of for each row f.`,
    ),
    { symbols: rows },
  ),
  Conv1d: departs(
    {
      params: 'K0 * (Cin / g) * Cout + Cout',
      macs: '(Cin / g) * K0 * Lout * Cout',
      flops: '(Cin / g) * K0 * Lout * Cout + Cout',
      'memory.parameters': '4 * (K0 * (Cin / g) * Cout + Cout)',
    },
    because(
      `${perSample}. Its FLOPs are multiply-accumulates plus one bias; MACCs are not given for Conv1d and follow from them as for Linear.`,
    ),
  ),
  Conv2d: departs(
    {
      params: 'K0 * K1 * (Cin / g) * Cout + Cout',
      macs: '(Cin / g) * K0 * K1 * Hout * Wout * Cout',
      flops: '2 * (Cin / g) * K0 * K1 * Hout * Wout * Cout',
      'memory.parameters': '4 * (K0 * K1 * (Cin / g) * Cout + Cout)',
    },
    because(
      `${perSample}. FLOPs are not given for Conv2d and follow from "MACC is about FLOPs / 2", which counts one addition for each output too many without a bias.`,
    ),
  ),
  LSTM: departs(
    {
      params: '4 * H * I + 4 * H * H',
      macs: '4 * H * I + 4 * H * H + H * H',
      flops: '2 * (4 * H * I + 4 * H * H + H * H)',
      'memory.parameters': '4 * (4 * H * I + 4 * H * H)',
    },
    because(
      'It counts one time step of one layer in one direction without biases or projection, and H * H more than the four gates have products; FLOPs follow from "MACC is about FLOPs / 2".',
    ),
  ),
};

const count = (network: ShapedNetwork, cells: Cells = ownCells) => {
  const layers: Row[] = [];
  const seen = new Set<unknown>();
  for (const call of network.calls) {
    if (!isLeaf(call)) continue;
    const cell = cells[call.definition.kind];
    const { figures: values, formulas, symbols } = evaluateCell(cell, figures, call);
    // A shared module has its parameters once.
    const isRepeated = seen.has(call.module);
    if (call.module) seen.add(call.module);
    layers.push({
      id: call.id,
      path: call.module?.path ?? '',
      kind: call.definition.kind,
      output_shapes: call.outputs.map(({ shape }) => shape),
      figures: isRepeated && call.module ? { ...values, params: 0n, 'memory.parameters': 0n } : values,
      formulas,
      symbols,
      reason: cell?.type === 'formulas' ? cell.reason : undefined,
    });
  }
  return {
    status: 'counted',
    totals: sumFigures(layers, figures),
    layers,
    uncounted: unstated(cells, network),
  } as const;
};

/** The textbook formulas, exactly as written, even where they are loose. */
export const article: Convention = {
  name: 'article',
  about:
    'The textbook formulas as articles write them: for one sample, always with a bias, an LSTM for one time step; layers without weights are not stated.',
  tool: undefined,
  units: {
    params: 'parameters',
    macs: 'MACCs of one sample',
    flops: 'FLOPs of one sample, as the article defines them',
    'memory.parameters': 'bytes of parameters in float32',
  },
  figures,
  traversal: { calls: 'every', shared: 'once', hooks: 'once', functions: true },
  cells: ownCells,
  count,
};
