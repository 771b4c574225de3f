/** What the tools that replace functions say of padding, dropout, upsampling and other layers that move elements. */

import { type Cells, each } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { arranging, arrangingFunctions, upsamplers } from '../arranged.ts';
import { module, type PatchingTool, unseen } from './tool.ts';

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

export const arrangement = (tool: PatchingTool): Cells => {
  const symbols = (call: LeafCall) => {
    const { size, mode } = call.options as { readonly size: number | readonly number[] | null; readonly mode?: string };
    return {
      target: size === null ? 0 : product([size].flat()),
      enlarged: size === null ? tool.enlarged(call) : 0,
      area: mode === 'area' ? 1 : 0,
    };
  };
  const once = 'target + enlarged';
  const because =
    'Where a size is given it counts that size alone, without batch and channels, and one number for all dimensions only once; the mode `area` calls a pool that is replaced, too';
  const cell = (flops: string, why: string) => module(tool, { flops: `${flops} + area * x_numel` }, why, symbols);
  return {
    ...unseen(tool, ...arranging, ...arrangingFunctions),
    ...each(cell(once, because), ...upsamplers, 'interpolate', 'upsample_bilinear', 'upsample_nearest'),
    upsample: cell(`2 * (${once})`, `${because}. upsample calls interpolate, and both are replaced`),
  };
};
