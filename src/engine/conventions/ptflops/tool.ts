/** The version whose behaviour is stated, and what its cells share. */

import { type Cell, departs } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';

export const version = '0.7.5';
export const ops = `ptflops ${version}, ptflops/pytorch_ops.py`;

/** For modules whose forward calls a function that is patched, too. */
export const twice = (formula: string, why: string): Cell =>
  departs(
    { module: formula, functional: 'x_numel' },
    {
      because: `${why}, and again inside the functional that the layer calls, which is patched too; nothing is multiplied.`,
      source: ops,
    },
  );

/** 1 as `seen` for a call in one of these spellings, which are those that ptflops patches. */
export const isSpelt =
  (...spellings: readonly string[]) =>
  ({ spelling }: LeafCall) => ({ seen: spellings.includes(spelling ?? '') ? 1 : 0 });
