/** What the tools that replace functions say of functions that make tensors out of tensors. */

import type { Cells } from '../../convention.ts';
import { movements, namesOf } from '../../layers/functional/index.ts';
import { type PatchingTool, unseen } from './tool.ts';

export const tensors = (tool: PatchingTool): Cells => unseen(tool, ...namesOf(movements));
