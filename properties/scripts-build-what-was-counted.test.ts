/** A failure is handed over as a script: it builds the very network that was counted, and PyTorch runs it. */

import { expect, it } from 'vitest';
import { conventions } from '../src/engine/index.ts';
import { casesOf } from '../src/harness/cases.ts';
import { script } from '../src/harness/recipe.ts';
import { withPython } from './python.ts';
import { cases, seed } from './tools.ts';

const run = withPython('countersign.scripts');
const definition = conventions.get('definition');

it('builds a network of as many parameters that returns the same shapes', { timeout: 600_000 }, async () => {
  const next = casesOf(seed);
  for (let index = 0; index < cases(100); index++) {
    const { architecture, network } = next();
    const text = script(architecture, 'torch');
    const counted = definition?.count(network);
    expect(await run({ script: text }), text).toEqual({
      params: String(counted?.status === 'counted' && counted.totals.params),
      outputs: network.outputs.map(({ shape, dtype }) => ({ shape, dtype })),
    });
  }
});
