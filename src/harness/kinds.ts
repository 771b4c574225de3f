/** What the Python side needs to know of the kinds, generated from the registry so that a layer is stated once. */

import { layers } from '../engine/index.ts';
import type { Arity, Signature } from '../engine/signature.ts';

const sorted = (target: 'module' | 'function') =>
  [...layers.values()].filter((layer) => layer.target === target).sort((a, b) => (a.kind < b.kind ? -1 : 1));

/** How many tensors are given in order; the others have names. */
const mostInputs = (arity: Arity, { tensors }: Signature): number =>
  arity === 'list' ? tensors.length : typeof arity === 'number' ? arity : arity[1];

/** The content of `python/src/countersign/kinds.json`. */
export const kindsJson = (): object => ({
  schema: 'countersign/kinds@1',
  modules: Object.fromEntries(
    sorted('module').map(({ kind, attributes, optionNames, forward, callOptionNames, arity, torch, body }) => [
      kind,
      {
        torch: torch.spellings[0],
        ...(body ? { composite: true } : {}),
        ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
        options: optionNames,
        forward: { ...forward, options: callOptionNames, inputs: mostInputs(arity, forward) },
      },
    ]),
  ),
  functions: Object.fromEntries(
    sorted('function').map(({ kind, torch, optionNames, arity }) => [
      kind,
      { ...torch, options: optionNames, inputs: mostInputs(arity, torch) },
    ]),
  ),
});
