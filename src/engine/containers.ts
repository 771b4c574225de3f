/** The modules that hold others, and cost what those cost. */

import { layers } from './layers/index.ts';

/** Containers hold modules; a Sequential's forward is its order, a Module's is the body of its call, the others have none. */
export const containers: Readonly<Record<string, { readonly implied: boolean; readonly called: boolean }>> = {
  Sequential: { implied: true, called: true },
  Module: { implied: false, called: true },
  ModuleList: { implied: false, called: false },
  ModuleDict: { implied: false, called: false },
  ParameterList: { implied: false, called: false },
  ParameterDict: { implied: false, called: false },
};

const containerKinds: ReadonlySet<string> = new Set(Object.keys(containers));

export const isContainer = (kind: string): boolean => containerKinds.has(kind);

/** Names of everything that a module can be. */
export const moduleKinds = (): string[] => [
  ...Object.keys(containers),
  ...[...layers.values()].filter(({ target }) => target === 'module').map(({ kind }) => kind),
];
