/** The version whose behaviour is stated, what calflops replaces, and where it is alone in how it counts. */

import { leftAligned } from '../leftAligned.ts';
import { type PatchingTool, patchedByBoth } from '../patching/tool.ts';

export const version = '0.3.2';
export const pipeline = `calflops ${version}, calflops/calculate_pipline.py`;

export const tool: PatchingTool = {
  source: `calflops ${version}, calflops/pytorch_ops.py`,
  patched: new Set(patchedByBoth),
  broadcast: {
    extent: leftAligned,
    because:
      'It counts each element of the result once as a FLOP, and aligns shapes at the left, where torch aligns them at the right',
  },
  enlarged: ({ symbols }) => Number(symbols.x_numel),
};
