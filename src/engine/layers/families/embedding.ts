/** What embeddings have in common, whether a module owns the table or a function is given it. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { Tensor } from '../../tensor.ts';

/** Options that say how a table is learnt: they change nothing of a forward pass in evaluation mode. */
export const learning = {
  scale_grad_by_freq: z.boolean().default(false),
  sparse: z.boolean().default(false),
};

/** The complaint of a row to leave out that the table does not have. */
export const misplaced = (padding_idx: number | null, rows: number): Complaint | undefined =>
  padding_idx === null || (padding_idx >= -rows && padding_idx < rows)
    ? undefined
    : {
        code: 'option',
        option: 'padding_idx',
        rule: `it must lie within the ${rows} rows of the table`,
        got: padding_idx,
      };

/** The complaint of indices that are neither int64 nor int32. */
export const unindexed = ({ dtype }: Tensor): Complaint | undefined =>
  dtype === 'int64' || dtype === 'int32' ? undefined : { code: 'dtype', expected: 'int64 or int32', got: dtype };
