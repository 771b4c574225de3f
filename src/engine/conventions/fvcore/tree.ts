/** The figures of each module in the tree that fvcore prints. Source: fvcore/nn/print_model_statistics.py. */

import type { ShapedNetwork } from '../../shapes.ts';
import type { Parameters } from './modules.ts';
import { type Seen, sizeOf } from './printed.ts';

/**
 * What `flop_count_str(FlopCountAnalysis(model, inputs))` says of each module, by its first path. Of one that counts
 * nothing it says nothing, unless it is the root of a network whose modules all are called, or is not called itself.
 */
export const printedIn = (
  { architecture }: ShapedNetwork,
  { flopsAt, called, floats }: Seen,
  { elements }: Parameters,
): ReadonlyMap<string, string> => {
  const paths = architecture.modules.map(({ path }) => path);
  const uncalled = new Set(paths.filter((path) => !called.has(path)));
  const kept = uncalled.size > 0 ? uncalled : new Set(['']);
  const printed = new Map<string, string>();
  for (const path of paths) {
    const [params, flops] = [elements.get(path) ?? 0n, flopsAt(path)];
    if (params === 0n && flops === 0n && !kept.has(path)) continue;
    const counted = uncalled.has(path) ? 'N/A' : sizeOf(flops, 2, floats.has(path));
    printed.set(path, `#params: ${sizeOf(params, 2)}, #flops: ${counted}`);
  }
  return printed;
};
