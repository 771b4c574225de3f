/** All samples of PyTorch's own module database, losses apart: shapes, types and weights as PyTorch has them, or listed with the reason. */

import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ArchitectureJson, layers, Refusal } from '../src/engine/index.ts';
import { interpreterOf, workerVariables } from '../src/harness/environments.ts';
import { type Made, madeOrRefused } from './contract/ours.ts';
import { bareContainers, isLazy, classes as leftOut, samples as listed } from './modules/leftOut.ts';

interface Sample {
  readonly weights?: Made['weights'];
  /** Shape and type. */
  readonly outputs?: readonly (readonly [readonly number[], string])[];
  readonly module: string;
  readonly index: number;
  readonly constructor: string;
  readonly architecture?: ArchitectureJson;
  readonly refused?: { readonly code: string; readonly message: string };
  /** PyTorch itself cannot run it. */
  readonly broken?: string;
}

let names: readonly string[] = [];
let found: readonly Sample[] = [];

beforeAll(async () => {
  const script = new URL('modules/database.py', import.meta.url);
  const { stdout } = await execa(interpreterOf('main'), [script.pathname], {
    env: workerVariables(),
    maxBuffer: 200_000_000,
  });
  const [first, ...others] = stdout.split('\n').filter((line) => line.startsWith('{'));
  names = (JSON.parse(first as string) as { readonly modules: readonly string[] }).modules;
  found = others.map((line) => JSON.parse(line) as Sample);
}, 600_000);

const classes = (): readonly string[] =>
  names.filter((name) => !bareContainers.includes(name) && !isLazy(name) && !Object.hasOwn(leftOut, name));
const isKind = (name: string): boolean => layers.get(name)?.target === 'module';

/** The refusal of a sample that is not exact; undefined for one that is. */
const problemOf = ({ architecture, refused, broken, weights, outputs }: Sample): string | undefined => {
  if (broken !== undefined) return broken;
  if (refused) return refused.message;
  const made = madeOrRefused(architecture as ArchitectureJson);
  if (made instanceof Refusal) return made.message;
  // Some samples lie transposed in memory, which an architecture does not say of its inputs, and so do their results.
  const unordered = { weights: made.weights, outputs: made.outputs.map(([shape, dtype]) => [shape, dtype]) };
  return JSON.stringify(unordered) === JSON.stringify({ weights, outputs })
    ? undefined
    : JSON.stringify({ made, weights, outputs });
};

describe('PyTorch', () => {
  it('has the classes that the list of bare containers names', () => {
    for (const name of bareContainers) expect(names).toContain(name);
  });

  it('has the classes that are left out, which are few', () => {
    const left = Object.keys(leftOut);
    for (const name of left) expect(names).toContain(name);
    expect(left.length).toBeLessThanOrEqual(5);
    expect(left.filter(isKind)).toEqual([]);
  });

  it('has every kind of module', () => {
    const kinds = [...layers.values()].filter(({ target }) => target === 'module').map(({ kind }) => kind);
    expect(kinds.filter((kind) => !names.includes(kind))).toEqual([]);
  });
});

it('every sample of a kind is exact, or listed', () => {
  const known = found.filter(({ module }) => isKind(module) || isLazy(module));
  const problems = known.flatMap((sample) => {
    const problem = problemOf(sample);
    const isListed = listed.some(
      ({ module, says }) => (module ?? sample.module) === sample.module && problem?.includes(says),
    );
    const isUnknownInside = sample.refused?.code === 'unknown_kind' || sample.refused?.code === 'unknown_op';
    return problem === undefined || isListed || isUnknownInside
      ? []
      : [`${sample.module} ${sample.constructor}: ${problem}`];
  });
  const kinds = classes().filter(isKind).length;
  const exact = known.filter((sample) => problemOf(sample) === undefined).length;
  process.stderr.write(
    `Kinds ${kinds} of ${classes().length} classes of torch.nn; samples ${exact} exact of ${known.length} of kinds, ${found.length} in all; missing: ${classes()
      .filter((name) => !isKind(name))
      .join(' ')}\n`,
  );
  expect(problems).toEqual([]);
  // Listing is for the few that cannot be exact.
  expect(exact).toBeGreaterThanOrEqual(known.length * 0.97);
});
