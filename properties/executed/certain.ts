/** Whether a network computes the same at each run. */

import { type ArchitectureJson, isLeaf, parseArchitecture, shapeNetwork } from '../../src/engine/index.ts';

/** What PyTorch draws numbers for: dropout in training that drops some, and the windows of fractional pools. */
const isDrawn = (
  kind: string,
  { p, training, _random_samples, output_size }: Readonly<Record<string, unknown>>,
): boolean =>
  (training === true && typeof p === 'number' && p > 0 && p < 1) ||
  (/^fractional_?max_?pool/i.test(kind) && _random_samples === undefined && !isSingle(output_size));

/** A single window always lies at the end. */
const isSingle = (sizes: unknown): boolean => Array.isArray(sizes) && sizes.every((size) => size === 1);

export const isCertain = (architecture: ArchitectureJson): boolean =>
  shapeNetwork(parseArchitecture(structuredClone(architecture)))
    .calls.filter(isLeaf)
    .every(({ definition, options, named }) => !isDrawn(definition.kind, { ...options, ...named }));
