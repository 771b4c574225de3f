/** The functions that stand between the layers of real networks, by what they do. */

import type { LayerDefinition } from '../../layer.ts';
import { axes } from './axes.ts';
import { binaries } from './binary.ts';
import { cdist } from './cdist.ts';
import { constants } from './constants.ts';
import { copies } from './copies.ts';
import { diff } from './diff.ts';
import { einsum } from './einsum.ts';
import { flatten } from './flatten.ts';
import { getitem } from './getitem.ts';
import { joins } from './joins.ts';
import { orders } from './order.ts';
import { parts } from './parts.ts';
import { placed } from './placed.ts';
import { products } from './products.ts';
import { reductions } from './reductions.ts';
import { repeats } from './repeats.ts';
import { scattered } from './scattered.ts';
import { setitem } from './setitem.ts';
import { several } from './several.ts';
import { shapes } from './shapes.ts';
import { unaries } from './unary.ts';
import { weight_norm } from './weight_norm.ts';
import { written } from './written.ts';

/** Arithmetic, element by element or along dimensions. */
export const arithmetic: readonly LayerDefinition[] = [
  ...binaries,
  ...reductions,
  ...several,
  ...unaries,
  cdist,
  weight_norm,
];

/** Products of matrices and vectors. */
export const matrices: readonly LayerDefinition[] = [...products, einsum];

/** Views, copies and choices of elements. */
export const movements: readonly LayerDefinition[] = [
  ...axes,
  ...constants,
  ...copies,
  ...joins,
  ...orders,
  ...parts,
  ...placed,
  ...repeats,
  ...scattered,
  ...shapes,
  diff,
  flatten,
  getitem,
  setitem,
  ...written,
];

/** The names of kinds. */
export const namesOf = (definitions: readonly LayerDefinition[]): readonly string[] =>
  definitions.map(({ kind }) => kind);
