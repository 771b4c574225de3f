/** Where the bytes that a count states for each call meet those that its executed definition moved. */

import { count } from '../../src/engine/index.ts';
import type { ExecutedCall, ExecutedNetwork } from './network.ts';
import { untouched } from './untouched.ts';

/** Bytes of one call: by the engine, and by its loop. */
export interface Moved {
  readonly ran: ExecutedCall;
  readonly reads: bigint;
  readonly writes: bigint;
}

/** What the engine says that each call reads and writes. */
export const movedIn = ({ architecture, calls }: ExecutedNetwork): readonly Moved[] => {
  const counted = count(structuredClone(architecture));
  if (counted.status !== 'counted') throw new Error(counted.because);
  const rows = new Map(counted.layers.map(({ id, figures }) => [id, figures as Readonly<Record<string, bigint>>]));
  return calls.map((ran) => {
    const figures = rows.get(ran.call.id);
    return { ran, reads: figures?.['memory.reads'] as bigint, writes: figures?.['memory.writes'] as bigint };
  });
};

/** What is wrong with a call's bytes: undefined where the engine and the loop say the same. */
export const disagreementOf = ({ ran, reads, writes }: Moved): string | undefined => {
  const { call, executed, given, touched, written } = ran;
  if (call.storage === 'alias') {
    if (reads !== 0n || writes !== 0n) return `A view reads ${reads} and writes ${writes} bytes.`;
    return executed.isHandedOn ? undefined : 'Not every element of a view is one of its input.';
  }
  const read = untouched.has(call.definition.kind) ? given : touched;
  if (reads !== read) return `It reads ${reads} bytes, is given ${given}, and touches ${touched}.`;
  if (writes !== written) return `It writes ${writes} bytes, and gives ${written}.`;
  return undefined;
};
