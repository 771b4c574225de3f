import { folding } from '../families/blocks.ts';

export const fold = folding('fold', 'function');
