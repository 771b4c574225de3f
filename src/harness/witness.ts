/** What each tool's answer and its convention's prediction have in common, as data. */

import type { Count } from '../engine/convention.ts';
import { operationClasses } from '../engine/operations.ts';
import type { ShapedNetwork } from '../engine/shapes.ts';

/** A row of figures; a value is a text, or a list of shapes or strides. */
export type Fields = Readonly<Record<string, string | readonly (readonly number[])[]>>;

export interface Witness {
  /** Figures of the totals that both sides must state: the convention's name -> the tool's. Others are found under one name. */
  readonly totals: Readonly<Record<string, string>>;
  /** Figures for which the other side has no word. Any other that only one side states is a difference. */
  readonly onlyPredicted?: readonly string[];
  readonly onlyMeasured?: readonly string[];
  /** The predicted rows under the tool's own names; where there are none, the tool's rows are not compared. */
  readonly rows?: (prediction: Count, network: ShapedNetwork | undefined) => readonly Fields[] | undefined;
  /** The field by which a row is found on the other side; where rows have none, they are matched by order. */
  readonly key?: string;
  /** Fields of rows that the tool has and that are not predicted. */
  readonly unpredicted?: readonly string[];
}

const named = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, name]));

const ptflops: Witness = { totals: named('params', 'macs', 'params_string', 'macs_string') };

const patching: Witness = {
  totals: named('params', 'macs', 'flops', 'params_string', 'macs_string', 'flops_string'),
};

const profiled: Witness = {
  totals: named('params', 'macs', 'params_string', 'macs_string', 'origin_params', 'origin_macs'),
  rows: ({ statistics }) => statistics,
};

/** By the convention's name; PyTorch itself is the witness of the definition. */
export const witnesses: Readonly<Record<string, Witness>> = {
  definition: {
    totals: named('params', 'trainable', 'buffers'),
    onlyPredicted: [
      'macs',
      'flops',
      ...operationClasses,
      'memory.parameters',
      'memory.buffers',
      'memory.input',
      'memory.activations',
      'memory.peak',
      'memory.reads',
      'memory.writes',
    ],
    key: 'id',
    unpredicted: ['path', 'op'],
    rows: ({ layers }, network) => {
      const strides = new Map(network?.calls.map(({ id, outputs }) => [id, outputs.map((each) => each.strides)]));
      // A module that is never called has a row of weights, and no outputs.
      // Functions that a composite calls in its own forward have no names by which PyTorch could tell of them.
      const unnamed = new Set(
        network?.calls.flatMap(({ id, module, within }) => (within.definition && !module ? [id] : [])),
      );
      const called = layers.filter(({ id, output_shapes }) => output_shapes.length > 0 && !unnamed.has(id));
      return called.map(({ id, output_shapes }): Fields => {
        const own = strides.get(id);
        return { id, output_shapes, ...(own ? { output_strides: own } : {}) };
      });
    },
  },
  torchsummary: {
    totals: named('params', 'trainable', 'input_mb', 'forward_backward_mb', 'params_mb', 'total_mb'),
    onlyMeasured: ['non_trainable'],
    rows: ({ layers }) =>
      layers.map(({ id, figures }) => ({
        name: id,
        output_shape: String(figures.output_shape),
        params: String(figures.params),
      })),
  },
  torchstat: {
    totals: {
      ...named('params', 'madd', 'flops', 'mem_read_write'),
      ...named('params_string', 'memory_string', 'madd_string', 'flops_string', 'mem_read_write_string'),
    },
    key: 'path',
    rows: ({ layers }) =>
      layers.map(({ path, figures }) => ({
        path,
        ...Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, String(value)])),
      })),
  },
  thop: profiled,
  ptflops: { ...ptflops, rows: ({ statistics }) => statistics },
  'ptflops-aten': { ...ptflops, key: 'path', rows: ({ statistics }) => statistics },
  calflops: {
    totals: { ...patching.totals, ...named('fwd_bwd_macs_string', 'fwd_bwd_flops_string') },
    rows: ({ statistics }) => statistics,
  },
  deepspeed: { ...patching, rows: ({ statistics }) => statistics },
  'ultralytics-thop': profiled,
  torchinfo: {
    totals: {
      params: 'total_params',
      trainable: 'trainable_params',
      mult_adds: 'total_mult_adds',
      input: 'total_input',
      output_bytes: 'total_output_bytes',
      param_bytes: 'total_param_bytes',
      ...named('mult_adds_string', 'input_mb', 'forward_backward_mb', 'params_mb', 'total_mb'),
    },
    rows: ({ layers }) =>
      layers.map(({ id, figures: { num_params, mult_adds, output_shape, recursive } }) => ({
        name: id,
        output_shape: String(output_shape),
        num_params: String(num_params),
        mult_adds: String(mult_adds),
        recursive: String(recursive),
      })),
  },
  torchprofile: { totals: named('macs') },
  fvcore: {
    totals: { macs: 'flops', ...named('params', 'activations') },
    key: 'path',
    rows: ({ statistics }) => statistics,
  },
  'flop-counter': {
    totals: named('flops'),
    onlyPredicted: ['macs'],
    key: 'path',
    rows: ({ statistics }) => statistics,
  },
};
