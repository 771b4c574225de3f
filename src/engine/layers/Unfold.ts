import { unfolding } from './families/blocks.ts';

export const Unfold = unfolding('Unfold', 'module');
