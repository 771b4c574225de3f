/** Whether what PyTorch computes is what it says that it does, at each run. */

import {
  type ArchitectureJson,
  isLeaf,
  type LeafCall,
  parseArchitecture,
  shapeNetwork,
} from '../../src/engine/index.ts';

/** What PyTorch draws numbers for: dropout in training that drops some, and the windows of fractional pools. */
const isDrawn = (
  kind: string,
  { p, training, _random_samples, output_size }: Readonly<Record<string, unknown>>,
): boolean =>
  (training === true && typeof p === 'number' && p > 0 && p < 1) ||
  (/^fractional_?max_?pool/i.test(kind) && _random_samples === undefined && !isSingle(output_size));

/** A single window always lies at the end. */
const isSingle = (sizes: unknown): boolean => Array.isArray(sizes) && sizes.every((size) => size === 1);

/**
 * An error of PyTorch 2.15 on a CPU: with `antialias=True` and a single column in the result, rows are not resized: each one
 * is the first. A test of its own holds it to that.
 */
const isMiscomputed = ({ definition, options, inputs, outputs }: LeafCall): boolean =>
  definition.kind === 'interpolate' &&
  options.antialias === true &&
  outputs[0]?.shape[3] === 1 &&
  outputs[0]?.shape[2] !== inputs[0]?.shape[2];

/** Whether the results of a network can be held to PyTorch's. */
export const isCertain = (architecture: ArchitectureJson): boolean =>
  shapeNetwork(parseArchitecture(structuredClone(architecture)))
    .calls.filter(isLeaf)
    .every((call) => !isDrawn(call.definition.kind, { ...call.options, ...call.named }) && !isMiscomputed(call));
