import { z } from 'zod';
import { batchNorm } from './families/batchNorm.ts';

/** In evaluation mode nothing is exchanged between processes: a batch norm of any number of dimensions. */
export const SyncBatchNorm = batchNorm('SyncBatchNorm', [4, 2, 3, 5, 6, 7], {
  process_group: z.null().default(null),
});
