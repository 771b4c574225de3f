/** Where calflops raises: it raises factors to the power of the batch, which it takes for the number of dimensions. */

import { type Cell, type Cells, type RaisesAt, raising } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { upsamplers, upsamplingFunctions } from '../arranged.ts';
import { tool } from './tool.ts';

type Factor = number | readonly number[] | null;

const factorOf = ({ options }: LeafCall): Factor => (options.size === null ? (options.scale_factor as Factor) : null);
const batchOf = ({ inputs: [{ shape }] }: LeafCall): number => shape[0] as number;

/** A list of factors is multiplied only where there are as many of them as samples. */
const isListOfOther = (call: LeafCall): boolean => {
  const factor = factorOf(call);
  return Array.isArray(factor) && factor.length !== batchOf(call);
};

/** A float to a power beyond all floats; a function's whole number stays one, and Python's grow without end. */
const isTooLarge = (call: LeafCall): boolean => {
  const factor = factorOf(call);
  const isFloat = typeof factor === 'number' && (call.module !== undefined || !Number.isInteger(factor));
  return isFloat && factor ** batchOf(call) === Number.POSITIVE_INFINITY;
};

const raises: RaisesAt = {
  when: (call) => isListOfOther(call) || isTooLarge(call),
  error: 'TypeError',
  errorAt: (call) => (isTooLarge(call) ? 'OverflowError' : undefined),
  because:
    'It takes the batch for the number of dimensions and raises the factors to that power: there is none of a list, and from a batch of 1024 on that of 2.0 is beyond all floats, an OverflowError.',
  source: tool.source,
};

/** The cells of upsampling layers and functions with the calls at which they raise. */
export const raisingAtFactors = (cells: Cells): Cells =>
  Object.fromEntries(
    [...upsamplers, ...upsamplingFunctions].map((kind) => [kind, raising(cells[kind] as Cell, raises)]),
  );
