/** A line of torchinfo's list: a call of a module, or a container that is shown because something in it is called. */

import type { Module } from '../../modules.ts';
import type { OwnTensor } from '../../ownTensors.ts';
import type { LeafCall } from '../../shapes.ts';
import { bytesOf, numel, type Shape } from '../../tensor.ts';

/** Sums over the parameters of a module and of those in it, each tensor once. */
export interface Parameters {
  readonly count: bigint;
  readonly trainable: bigint;
  readonly bytes: bigint;
}

/** What a list has of a module before it is known whether that is called: where it lies. */
interface Place {
  readonly module: Module;
  readonly depth: number;
  readonly parent: Entry | undefined;
}

/** Changes while the list is made, as the tool's own object does; one that stands in the list twice is one object. */
export interface Entry extends Place {
  readonly isLeaf: boolean;
  readonly parameters: Parameters;
  /** The layer's call, where it is a layer's. */
  readonly call: LeafCall | undefined;
  readonly id: string;
  readonly size: Shape;
  readonly outputBytes: bigint;
  readonly multAdds: bigint;
  isRecursive: boolean;
  /** Its number among those of its depth, and all that follow it and are deeper; both are known at the end. */
  number: number;
  children: readonly Entry[];
}

const tensorsIn = (module: Module): OwnTensor[] => [
  ...module.tensors.values(),
  ...[...module.children.values()].flatMap(tensorsIn),
];

export const parametersIn = (module: Module): Parameters => {
  let [count, trainable, bytes] = [0n, 0n, 0n];
  for (const { buffer, frozen, shape, dtype } of new Set(tensorsIn(module))) {
    if (buffer) continue;
    const elements = BigInt(numel(shape));
    count += elements;
    if (!frozen) trainable += elements;
    bytes += elements * BigInt(bytesOf[dtype]);
  }
  return { count, trainable, bytes };
};

/** Containers that Python takes for false where they hold nothing. */
const isFalse = ({ kind, children, tensors }: Module): boolean =>
  ['Sequential', 'ModuleList', 'ModuleDict'].includes(kind)
    ? children.size === 0
    : ['ParameterList', 'ParameterDict'].includes(kind) && tensors.size === 0;

/** It asks `any(module.children())`, for which an empty container is none. */
export const isLeafModule = ({ children }: Module): boolean => [...children.values()].every(isFalse);

/** The elements of a line, less those of all lines below it that are not repeated and not counted there already. */
const leftover = (entry: Entry, of: 'count' | 'trainable', known: Map<Entry, bigint>): bigint => {
  const found = known.get(entry);
  if (found !== undefined) return found;
  let left = entry.parameters[of];
  for (const child of entry.children) {
    if (child.isRecursive) continue;
    left -= child.isLeaf ? child.parameters[of] : leftover(child, of, known);
  }
  known.set(entry, left);
  return left;
};

/** A function that gives what is left of each line of a finished list. */
export const leftovers = (of: 'count' | 'trainable'): ((entry: Entry) => bigint) => {
  const known = new Map<Entry, bigint>();
  return (entry) => leftover(entry, of, known);
};

/** `Linear: 2-1`, as the list names its lines. */
export const nameOf = ({ module: { className }, depth, number }: Entry): string =>
  depth > 0 ? `${className}: ${depth}-${number}` : className;
