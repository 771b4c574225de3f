/** What the tools that replace functions say of elementwise arithmetic and reductions. */

import type { Cells } from '../../convention.ts';
import { arithmetic, namesOf } from '../../layers/functional/index.ts';
import { calls, type PatchingTool, unseen } from './tool.ts';

const replaced = ['add', 'mul'];

export const elementwise = (tool: PatchingTool): Cells => ({
  ...unseen(tool, ...namesOf(arithmetic).filter((kind) => !replaced.includes(kind))),
  ...calls(tool, replaced, { flops: 'extent' }, tool.broadcast.because, (call) => ({
    extent: tool.broadcast.extent(call),
  })),
});
