/** Networks of one call that random ones seldom are, by the kind that they are of. */

import { joined, ordered, shuffled } from './arranged.ts';
import { attended, scaledProducts } from './attention.ts';
import { calculated, constant, taken } from './calculated.ts';
import { chosen } from './chosen.ts';
import type { Corner } from './corner.ts';
import { differences } from './differences.ts';
import { doubled } from './doubled.ts';
import { dropped } from './dropped.ts';
import { fitted } from './fitted.ts';
import { fused, masked } from './fused.ts';
import { laid, shaped, summed } from './laid.ts';
import { laidOut } from './laidOut.ts';
import { misfits } from './misfits.ts';
import { reduced, typed } from './numbers.ts';
import { copied, padded } from './padded.ts';
import { indexed } from './places.ts';
import { multiplied } from './products.ts';
import { sampled } from './sampled.ts';
import { placeless, scaled, scaling } from './scaled.ts';
import { windowed } from './windows.ts';

export { cornerNetwork } from './corner.ts';

/** All corners by the kind that they are of. */
export const corners: ReadonlyMap<string, readonly Corner[]> = Map.groupBy(
  [
    dropped,
    shuffled,
    ordered,
    joined,
    reduced,
    typed,
    copied,
    padded,
    chosen,
    attended,
    windowed,
    scaledProducts,
    multiplied,
    indexed,
    sampled,
    laidOut,
    fitted,
    calculated,
    constant,
    taken,
    fused,
    masked,
    laid,
    shaped,
    summed,
    differences,
    misfits,
    doubled,
    scaled,
    scaling,
    placeless,
  ].flat(),
  ({ kind }) => kind,
);
