/** Why a network is refused. */

import { count, Refusal } from '../src/engine/index.ts';

/** Undefined where it is counted; what is thrown and is no refusal goes on. */
export const refusalOf = (given: unknown, convention?: string): Refusal | undefined => {
  try {
    count(given as object, convention);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
};

/** The class of PyTorch's exception for it, a RuntimeError where nothing else is said. Throws where the network is counted. */
export const exceptionOf = (given: unknown): string => {
  const refusal = refusalOf(given);
  if (!refusal) throw new Error('It was accepted.');
  return refusal.issues[0].error ?? 'RuntimeError';
};
