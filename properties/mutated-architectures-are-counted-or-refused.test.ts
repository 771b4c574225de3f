/** Whatever is done to an architecture's JSON, it is counted or refused with a typed refusal: never a crash, never a hang. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conventions, count, parseArchitecture, Refusal } from '../src/engine/index.ts';
import { architectureArbitrary } from '../src/harness/generate.ts';
import { mutated, mutation } from './mutated/mutate.ts';
import { cases } from './tools.ts';

/** The slowest that one case may be, in milliseconds; a hang is far beyond. */
const slowest = 2_000;

/** Counts under every convention; whether it was refused. Anything else than a Refusal is thrown on. */
const isRefused = (text: string): boolean => {
  try {
    const architecture = parseArchitecture(text);
    for (const convention of conventions.values()) count(architecture, convention);
    return false;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.issues[0].message).not.toBe('');
    return true;
  }
};

it('a mutated architecture is counted or refused', () => {
  const outcomes = { counted: 0, refused: 0 };
  fc.assert(
    fc.property(
      architectureArbitrary({ maxPicks: 4 }),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      (json, mutations) => {
        const text = mutations.reduce(mutated, JSON.stringify(json));
        const start = performance.now();
        outcomes[isRefused(text) ? 'refused' : 'counted']++;
        expect(performance.now() - start).toBeLessThan(slowest);
        expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      },
    ),
    { numRuns: cases(2_000) },
  );
  // Mutations that all are refused, or none, would test half of what they are for.
  expect(Math.min(outcomes.counted, outcomes.refused)).toBeGreaterThan(0);
}, 3_600_000);
