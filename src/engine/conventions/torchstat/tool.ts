/** The version whose behaviour is stated, and what its cells share. */

import { type Cell, type Reason, zero } from '../../convention.ts';
import type { Module } from '../../modules.ts';
import { trainableParameters } from '../../parameters.ts';
import type { LeafCall } from '../../shapes.ts';
import { bytesOf } from '../../tensor.ts';

export const version = '0.0.7';

/** Where a statement comes from: one of torchstat's files. */
export const file = (name: string): string => `torchstat ${version}, torchstat/${name}.py`;

/** For modules that torchstat does not know. */
export const unsupported: Cell = zero({
  because: 'It prints "not supported" and counts nothing.',
  source: file('compute_madd'),
});

/** Why it raises at a leaf that returns several tensors. */
export const tupleReturned = 'It takes the size of what a leaf returns, and a tuple or dict has none.';

/** What its memory is counted in: bytes of an element of the input, and elements of the layer's parameters that are learnt. */
export const storage = ({ module, inputs: [{ dtype }] }: LeafCall) => ({
  bytes: bytesOf[dtype],
  learnt: Number(trainableParameters(module as Module)),
});

export const reason = (because: string, name: string): Reason => ({ because, source: file(name) });
