/** Which values calls pass to each other, by name: tensors that are alike are one object, whichever values they are. */

import { isLeaf, type LeafCall, type ShapedNetwork } from '../engine/index.ts';

export interface Passed {
  /** The values that a call takes in order, each by the name under which it came about. */
  readonly takes: readonly string[];
  readonly gives: readonly string[];
}

const nameAt = (id: string, place: number): string => (place === 0 ? id : `${id}:${place}`);

/** What every leaf call takes and gives. What is handed on, as a container and a layer in place do, keeps its name. */
export const passedIn = ({ architecture, calls }: ShapedNetwork): ReadonlyMap<LeafCall, Passed> => {
  const written = new Map(
    [...architecture.calls, ...calls.flatMap((call) => (isLeaf(call) ? [] : call.body))].map((call) => [call.id, call]),
  );
  const first = new Map<string, string>();
  const nameOf = (reference: string): string => {
    const name = reference.replace(/:0$/, '');
    return first.get(name) ?? name;
  };
  const passed = new Map<LeafCall, Passed>();
  for (const call of calls) {
    const { inputs = [], named = {} } = written.get(call.id) ?? {};
    const takes = inputs.map(nameOf);
    const given = [...new Set([...takes, ...Object.values(named).map(nameOf)])];
    const handedOn = isLeaf(call) ? call.outcome.sources.map((source) => given[source]) : call.results.map(nameOf);
    const own = call.outputs.map((_, place) => nameAt(call.id, place));
    for (const [place, name] of own.entries()) first.set(name, handedOn[place] ?? name);
    if (isLeaf(call)) passed.set(call, { takes, gives: own.map(nameOf) });
  }
  return passed;
};
