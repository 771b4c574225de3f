/** Any entry of an architecture replaced by something else: it is counted, or refused. */

import fc from 'fast-check';
import { it } from 'vitest';
import { count, Refusal } from '../../src/engine/index.ts';
import { architectureArbitrary } from '../../src/harness/generate.ts';

it('mutated architectures are counted or refused, never a crash', () => {
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      -1,
      0,
      1.5,
      2 ** 53,
      2 ** 40,
      '',
      'x',
      'features',
      [],
      {},
      true,
      [[]],
      '__proto__',
      Number.NaN,
    ),
    fc.integer(),
    fc.string(),
  );
  const mutate = (value: unknown, path: readonly number[], replacement: unknown): unknown => {
    if (value === null || typeof value !== 'object' || path.length === 0) return replacement;
    const keys = Object.keys(value);
    const key = keys[(path[0] as number) % Math.max(keys.length, 1)];
    if (key === undefined) return replacement;
    const inner = mutate((value as Record<string, unknown>)[key], path.slice(1), replacement);
    if (Array.isArray(value)) return value.with(Number(key), inner);
    return { ...value, [key]: inner };
  };
  fc.assert(
    fc.property(
      architectureArbitrary(),
      fc.array(fc.nat({ max: 50 }), { maxLength: 7 }),
      leaf,
      (architecture, path, replacement) => {
        try {
          count(mutate(architecture, path, replacement) as object);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
      },
    ),
    { numRuns: 1500 },
  );
}, 120_000);
