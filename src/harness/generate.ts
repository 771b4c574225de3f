/** Random architectures for fast-check: a flat list of picks, so that any part of a failing network can be left out when it shrinks. */

import fc from 'fast-check';
import type { ArchitectureJson } from '../engine/index.ts';
import type { Sizes } from './cases.ts';
import type { Pick, Picks } from './picks.ts';
import { resolve } from './resolve.ts';

const choice = fc.nat({ max: 9_999 });

const pick: fc.Arbitrary<Pick> = fc.record({
  kind: choice,
  from: choice,
  structure: choice,
  share: choice,
  even: choice,
  numbers: fc.array(fc.nat({ max: 99 }), { minLength: 24, maxLength: 24, size: 'max' }),
});

/** Picks; shrinking drops picks and lowers numbers, of which each 0 is the plainest choice. */
export const picksArbitrary = ({ maxPicks = 10 }: Sizes = {}): fc.Arbitrary<Picks> =>
  fc.record({
    input: fc.array(fc.nat({ max: 99 }), { minLength: 7, maxLength: 7, size: 'max' }),
    picks: fc.array(pick, { minLength: 1, maxLength: maxPicks, size: 'max' }),
  });

/** Valid architectures out of all kinds that the engine knows, or of the kinds given. */
export const architectureArbitrary = (sizes: Sizes = {}): fc.Arbitrary<ArchitectureJson> =>
  picksArbitrary(sizes).map((picks) => resolve(picks, sizes));
