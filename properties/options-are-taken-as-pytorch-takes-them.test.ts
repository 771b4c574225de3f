/** Each kind against PyTorch itself: what it makes of valid options, and that it takes and refuses what PyTorch takes and refuses. */

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type LayerDefinition, layers, Refusal } from '../src/engine/index.ts';
import { expectAsPyTorch } from './contract/agree.ts';
import { hostileTo, isHuge, networksOf } from './contract/hostile.ts';
import { misshapen } from './contract/misshapen.ts';
import { nearTo } from './contract/near.ts';
import { madeOrRefused } from './contract/ours.ts';
import { asksPyTorch } from './contract/pytorch.ts';
import { rearranged } from './contract/rearranged.ts';
import { rules } from './contract/stricter.ts';
import { cases, drawnKinds, seed } from './tools.ts';

const { ask, close } = asksPyTorch();
afterAll(close);

/** Draws of each kind: a slice here, 200 with `COUNTERSIGN_CASES=200`. */
const runs = cases(4);

/** The longest that any value may take, in milliseconds. */
const longest = 1_000;

describe.each([...drawnKinds])('%s', (kind) => {
  const definition = layers.get(kind) as LayerDefinition;

  it('has the weights and results of PyTorch, by name, shape, type and order in memory', async () => {
    const networks = networksOf(kind);
    for (const architecture of fc.sample(fc.oneof(networks, rearranged(networks)), { numRuns: 2 * runs, seed })) {
      // Behind a view, elements that lie in another order may have no other shape without a copy.
      await expectAsPyTorch(ask, architecture);
    }
  }, 600_000);

  it('takes the values that PyTorch takes for its options, and refuses the others', async () => {
    const changed = [hostileTo(kind), nearTo(kind)].flatMap((one) => one ?? []);
    for (const { json, option, value } of changed.flatMap((one) => fc.sample(one, { numRuns: 3 * runs, seed }))) {
      const where = `${option} = ${JSON.stringify(value)} in ${JSON.stringify(json)}`;
      const start = performance.now();
      const ours = madeOrRefused(json);
      expect(performance.now() - start, where).toBeLessThan(longest);
      if (!(ours instanceof Refusal)) {
        expect(ours, where).toEqual(await ask({ architecture: json, meta: isHuge(value) }));
        continue;
      }
      expect(ours.issues[0].path, where).not.toBe('');
      // Numbers past what can be counted exactly are refused here alone, and PyTorch is not asked for memory for them. Where a
      // rule is stricter it is not asked either: some of what it takes has it read memory that is not its own.
      const isStricter = rules.some((rule) => rule.covers(definition, option, value, ours.issues[0].code));
      if (isHuge(value) || isStricter) continue;
      const theirs = await ask({ architecture: json, meta: false });
      expect(theirs.refused, `${ours.message} But PyTorch takes ${where}`).toBeDefined();
    }
  }, 600_000);

  it('takes no inputs that PyTorch refuses', async () => {
    for (const architecture of fc.sample(misshapen(networksOf(kind)), { numRuns: 3 * runs, seed })) {
      const ours = madeOrRefused(architecture);
      if (ours instanceof Refusal) continue;
      const theirs = await ask({ architecture, meta: false });
      // The inputs are zeros here, and whole numbers are not divided by them.
      if (!theirs.refused?.includes('ZeroDivisionError')) expect(ours, JSON.stringify(architecture)).toEqual(theirs);
    }
  }, 600_000);
});
