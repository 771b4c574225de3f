/** Holds the engine to what PyTorch makes of a network, or to its refusal. */

import { expect } from 'vitest';
import type { Running } from '../../src/engine/dispatch.ts';
import { type ArchitectureJson, Refusal } from '../../src/engine/index.ts';
import { madeOrRefused } from './ours.ts';
import type { asksPyTorch } from './pytorch.ts';

export const expectAsPyTorch = async (
  ask: ReturnType<typeof asksPyTorch>['ask'],
  architecture: ArchitectureJson,
  running?: Running,
): Promise<void> => {
  const ours = madeOrRefused(architecture, running);
  const theirs = await ask({ architecture, meta: false, ...(running && { running }) });
  const where = JSON.stringify({ ...architecture, running });
  if (ours instanceof Refusal) expect(theirs.refused, `${ours.message} ${where}`).toBeDefined();
  else expect(ours, where).toEqual(theirs);
};
