/** What the Python side needs to know of the kinds, generated from the registry so that a layer is stated once. */

import { layers } from '../engine/index.ts';

const sorted = (target: 'module' | 'function') =>
  [...layers.values()].filter((layer) => layer.target === target).sort((a, b) => (a.kind < b.kind ? -1 : 1));

/** The content of `python/src/countersign/kinds.json`. */
export const kindsJson = (): object => ({
  schema: 'countersign/kinds@1',
  modules: Object.fromEntries(
    sorted('module').map(({ kind, optionNames }) => [kind, { torch: `torch.nn.${kind}`, options: optionNames }]),
  ),
  functions: Object.fromEntries(sorted('function').map(({ kind, torch }) => [kind, torch])),
});
