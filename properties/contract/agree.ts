/** Holds the engine to what PyTorch makes of a network, or to its refusal. */

import { expect } from 'vitest';
import { type ArchitectureJson, Refusal } from '../../src/engine/index.ts';
import { madeOrRefused } from './ours.ts';
import type { asksPyTorch } from './pytorch.ts';

export const expectAsPyTorch = async (
  ask: ReturnType<typeof asksPyTorch>['ask'],
  architecture: ArchitectureJson,
): Promise<void> => {
  const ours = madeOrRefused(architecture);
  const theirs = await ask({ architecture, meta: false });
  const where = JSON.stringify(architecture);
  if (ours instanceof Refusal) expect(theirs.refused, `${ours.message} ${where}`).toBeDefined();
  else expect(ours, where).toEqual(theirs);
};
