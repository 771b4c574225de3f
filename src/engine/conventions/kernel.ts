/** Numbers about kernels and places that several tools multiply. */

import type { LeafCall } from '../shapes.ts';

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** Elements of the kernel, of one to three dimensions. */
export const window = ({ symbols }: LeafCall) => ({
  window: product([symbols.K0, symbols.K1 ?? 1, symbols.K2 ?? 1].map(Number)),
});

/** Positions of the first input and of the output behind batch and channels, which tools take to be the first two dimensions. */
export const places = (call: LeafCall) => ({
  ...window(call),
  places: product(call.outputs[0]?.shape.slice(2) ?? []),
  sources: product(call.inputs[0].shape.slice(2)),
  sample: product(call.outputs[0]?.shape.slice(1) ?? []),
});
