/** What the tools that replace functions say of embeddings, of blocks as columns, and of what hands its input on. */

import type { Cells } from '../../convention.ts';
import { type PatchingTool, unseen } from './tool.ts';

const modules = ['Embedding', 'Fold', 'Identity', 'Unfold'];
const functions = ['embedding', 'embedding_bag', 'fold', 'one_hot', 'unfold'];

export const sparse = (tool: PatchingTool): Cells => unseen(tool, ...modules, ...functions);
