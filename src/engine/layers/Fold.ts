import { folding } from './families/blocks.ts';

export const Fold = folding('Fold', 'module');
