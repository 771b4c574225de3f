import { unfolding } from '../families/blocks.ts';

export const unfold = unfolding('unfold', 'function');
