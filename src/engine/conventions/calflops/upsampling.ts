/** Where calflops raises: it raises factors to the power of the batch, which it takes for the number of dimensions. */

import { type Cells, raising } from '../../convention.ts';
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

/** The cells of upsampling layers and functions with the calls at which they raise. */
export const raisingAtFactors = (cells: Cells): Cells =>
  Object.fromEntries(
    [...upsamplers, ...upsamplingFunctions].flatMap((kind) => {
      const cell = cells[kind];
      return cell
        ? [
            [
              kind,
              raising(cell, {
                when: isListOfOther,
                error: 'TypeError',
                because:
                  'It takes the batch for the number of dimensions, and then raises a list of factors to a power.',
                source: tool.source,
              }),
            ],
          ]
        : [];
    }),
  );
