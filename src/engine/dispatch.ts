/** What PyTorch looks at beside tensors when it chooses a kernel, where the choice decides in which order results lie in memory. */

import type { Given } from './outcome.ts';

/** What torch's dispatch passes calls to: nothing, a mode that listens, or one that also takes operators to pieces. */
type Mode = 'none' | 'listens' | 'decomposes';

/** How a network is run: whether gradients are kept, and under which mode. */
export interface Running {
  readonly gradients: boolean;
  readonly mode: Mode;
}

/** What one call is dispatched by. */
export interface Dispatch {
  /** Whether gradients are kept of what it is given. */
  readonly learns: boolean;
  readonly mode: Mode;
}

/** As a model runs where nobody says otherwise. */
export const keepingGradients: Running = { gradients: true, mode: 'none' };

/** What a call is dispatched by in such a run. */
export const dispatchOf = ({ gradients, mode }: Running, { values, named }: Given): Dispatch => ({
  learns: gradients && [...values, ...Object.values(named)].some(({ isLearning }) => isLearning),
  mode,
});
