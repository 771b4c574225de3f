/** What of a network is left in the graph that torch.jit traces: it is cut down to what the results need. */

import type { Call } from '../../call.ts';
import { findTensor } from '../../modules.ts';
import { isOwnReference } from '../../ownTensors.ts';
import { isLeaf, type LeafCall, type ShapedNetwork } from '../../shapes.ts';
import {
  isAlwaysKept,
  isWritten,
  leavesNoNode,
  namesMemory,
  outside,
  putsInList,
  readsFirstAlone,
  writesOutside,
} from './memory.ts';

/** A call of which something is left in the graph. */
export interface Traced {
  readonly call: LeafCall;
  /** For each result, whether anything left needs it; none where the call is left for what it writes over alone. */
  readonly used: readonly boolean[];
}

/** A result of a node: where it lies in memory, as far as the graph tells. */
interface Value {
  readonly memory: object;
  /** Whether the tracer did not see it come about, so that it is a constant wherever it is used. */
  readonly isConstant?: true;
}

/** A tensor object. What is written over it, or hands it on, is its value from then on. */
interface Held {
  value: Value;
  isRead: boolean;
}

interface Step {
  readonly call: LeafCall;
  readonly reads: readonly Value[];
  readonly results: readonly Value[];
  readonly written: object | undefined;
}

/** The graph, and whether one of its results comes from nothing that the tracer has seen. */
export interface Graph {
  readonly calls: readonly Traced[];
  /** Calls in whose module a constant stands that is needed: where something took it first, be that left or not. */
  readonly constantsAt: readonly LeafCall[];
  readonly hasConstantResult: boolean;
}

/** Every call as it is written, those in bodies included. */
const flat = ({ architecture, calls }: ShapedNetwork): readonly Call[] => [
  ...architecture.calls,
  ...calls.flatMap((call) => (isLeaf(call) ? [] : call.body)),
];

/** Whether a call returns the very tensor that it takes, in PyTorch as in Python. */
const isItself = ({ storage, outcome }: LeafCall): boolean => storage !== 'new' && outcome.isItself;

const fresh = (): Value => ({ memory: {} });

/** Runs the calls forward, to see which tensor each of them takes and where its results lie. */
const stepsOf = (network: ShapedNetwork) => {
  const { architecture, calls } = network;
  const known = new Map<string | object, Held>();
  const hold = (key: string | object, held: Held): Held => {
    known.set(key, held);
    return held;
  };
  const given = (): Held => ({ value: { memory: outside }, isRead: false });
  for (const { name } of architecture.inputs) hold(name, given());
  const find = (reference: string): Held => {
    if (!isOwnReference(reference)) return known.get(reference.replace(/:0$/, '')) as Held;
    // One tensor may have several names.
    const own = findTensor(architecture.root, reference.slice(1)) as object;
    return known.get(own) ?? hold(own, given());
  };
  const read = (reference: string): Value => {
    const held = find(reference);
    held.isRead = true;
    return held.value;
  };
  const name = (id: string, place: number): string => (place === 0 ? id : `${id}:${place}`);
  const written = new Map(flat(network).map((call) => [call.id, call]));
  const steps: Step[] = [];
  const firstReaders = new Map<Value, LeafCall>();
  for (const call of calls) {
    const { id, inputs, named } = written.get(call.id) as Call;
    if (!isLeaf(call)) {
      for (const [place, reference] of call.results.entries()) hold(name(id, place), find(reference));
      continue;
    }
    if (leavesNoNode(call)) {
      hold(id, isItself(call) ? find(inputs[0] as string) : { value: { memory: {}, isConstant: true }, isRead: false });
      continue;
    }
    const unread = call.definition.unread(call.options, call.named);
    const byName = Object.entries(named).flatMap(([name, reference]) => (unread.includes(name) ? [] : [reference]));
    const reads = readsFirstAlone(call) ? [read(inputs[0] as string)] : [...inputs, ...byName].map(read);
    for (const value of reads) if (value.isConstant && !firstReaders.has(value)) firstReaders.set(value, call);
    const [first] = reads as [Value];
    const results = call.outputs.map((): Value => {
      if (call.definition.pieces || isAlwaysKept(call)) return { memory: outside };
      return isWritten(call) || namesMemory(call) ? { memory: first.memory } : fresh();
    });
    // A constant takes nothing.
    const taken = inputs[0] === undefined ? undefined : find(inputs[0]);
    for (const [place, value] of results.entries()) {
      if (taken && isItself(call)) hold(id, taken).value = value;
      else hold(name(id, place), { value, isRead: false });
    }
    const over = isWritten(call) ? first.memory : writesOutside(call) ? outside : undefined;
    steps.push({ call, reads, results, written: over });
  }
  return { steps, firstReaders, results: architecture.outputs.map(find) };
};

/**
 * Memory over which anything may write: that of inputs and weights, of what a function of Python is given, and of what is put into a
 * list or taken apart into one. The order of calls is not looked at.
 */
const escapedIn = (steps: readonly Step[]): ReadonlySet<object> =>
  new Set([
    outside,
    ...steps.flatMap(({ call, reads }) => {
      const isTakenApart = call.definition.pieces && namesMemory(call);
      return (isAlwaysKept(call) || putsInList(call) ? reads : isTakenApart ? reads.slice(0, 1) : []).map(
        ({ memory }) => memory,
      );
    }),
  ]);

/** The steps that are left of those given, each with which of its results are needed. */
const sweep = (steps: readonly Step[], results: readonly Value[]) => {
  const needed = new Set<Value>();
  // What is written over inputs and weights, too, is always kept.
  const memory = new Set(escapedIn(steps));
  const need = (value: Value): void => {
    needed.add(value);
    memory.add(value.memory);
  };
  for (const value of results) need(value);
  const left: { readonly step: Step; readonly used: readonly boolean[] }[] = [];
  for (const step of steps.toReversed()) {
    const used = step.results.map((value) => needed.has(value));
    const { call, written } = step;
    if (!used.includes(true) && !(written && memory.has(written)) && !isAlwaysKept(call)) continue;
    left.push({ step, used });
    for (const value of step.reads) need(value);
  }
  return left.reverse();
};

/**
 * The calls that are left, in order: those whose results are needed for the network's, and those that write over memory in
 * which something lies that is needed later. The graph is swept twice, the second time without what the first has taken away.
 * Source: torch 2.15, torch/csrc/jit/passes/dead_code_elimination.cpp.
 */
export const graphOf = (network: ShapedNetwork): Graph => {
  const { steps, firstReaders, results } = stepsOf(network);
  const values = results.map(({ value }) => value);
  const first = sweep(steps, values);
  const left = sweep(
    first.map(({ step }) => step),
    values,
  );
  const hasConstantResult = results.some(({ value, isRead }) => value.isConstant && !isRead);
  const read = new Set(left.flatMap(({ step: { reads } }) => reads));
  const constantsAt = [...firstReaders].flatMap(([value, call]) => (read.has(value) ? [call] : []));
  return { calls: left.map(({ step: { call }, used }) => ({ call, used })), constantsAt, hasConstantResult };
};
