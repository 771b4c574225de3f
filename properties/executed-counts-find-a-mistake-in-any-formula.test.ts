import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { type LayerDefinition, layers } from '../src/engine/index.ts';
import { equalNames } from './executed/equalNames.ts';
import { drawn, executeNetwork } from './executed/network.ts';
import { kindsWithArithmetic, networksOf } from './executed/networks.ts';
import { evidenceOf, isEquivalent, isFound, mutantsOfLayer } from './executed/trial.ts';
import { seed } from './tools.ts';

/** Within this many random cases each mistake is found. */
const patience = 200;

const total = { kinds: 0, mistakes: 0, found: 0, most: 0, none: 0 };

afterAll(() => {
  const { kinds, mistakes, found, most, none } = total;
  process.stdout.write(
    `${found} of ${mistakes} mistakes in the formulas of ${kinds} kinds found within ${most} cases, ${none} more are none\n`,
  );
});

it.for(kindsWithArithmetic)('%s: a mistake in any formula is found', async (kind, { annotate }) => {
  const definition = layers.get(kind) as LayerDefinition;
  const evidence = fc
    .sample(networksOf(kind), { seed, numRuns: patience })
    .flatMap((architecture, index) => executeNetwork(architecture, drawn(index)).calls)
    .filter(({ call }) => call.definition === definition)
    .map(evidenceOf);
  for (const [of, { text }] of Object.entries({ ...definition.parts, ...definition.formulas }))
    expect(evidence.filter((each) => isFound({ of, text }, each))).toEqual([]);
  const excuses = equalNames.filter(({ kinds }) => kinds.includes(kind)).map(({ names }) => names);
  const mutants = mutantsOfLayer(definition);
  const unlike = mutants.filter((mutant) => !excuses.some((names) => isEquivalent(mutant, definition, names)));
  const foundAfter = unlike.map((mutant) => evidence.findIndex((each) => isFound(mutant, each)) + 1);
  const missed = unlike.filter((_, index) => foundAfter[index] === 0).map(({ of, text }) => `${of}: ${text}`);
  const score = `${unlike.length - missed.length} of ${unlike.length} mistakes found`;
  total.kinds++;
  total.mistakes += unlike.length;
  total.found += unlike.length - missed.length;
  total.most = Math.max(total.most, ...foundAfter);
  total.none += mutants.length - unlike.length;
  await annotate(`${score} within ${Math.max(...foundAfter)} cases, ${mutants.length - unlike.length} more are none`);
  expect(missed).toEqual([]);
  for (const names of excuses)
    expect(
      mutants.some((mutant) => isEquivalent(mutant, definition, names)),
      `${names} excuse something`,
    ).toBe(true);
});
