/** The version whose behaviour is stated, and what its cells share. */

import { type Cell, departs, type Raises } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';

export const version = '0.7.5';
export const ops = `ptflops ${version}, ptflops/pytorch_ops.py`;

/** Kinds that cannot be printed once ptflops has put its own `extra_repr` on them. */
export const unprintable: ReadonlySet<string> = new Set(['EmbeddingBag']);

export const printRaises: Raises = {
  status: 'raises',
  error: 'RecursionError',
  because:
    "It prints its figures into each module's text, and an EmbeddingBag's text shows all attributes, of which one is by then the module itself.",
  source: `ptflops ${version}, ptflops/pytorch_engine.py, and torch 2.15.0, torch/nn/modules/sparse.py`,
};

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
