/** A tool that counts every operation of every layer, as the engine does, and the same tool with a mistake planted in it. */

import {
  type ArchitectureJson,
  type Convention,
  conventions,
  isLeaf,
  type LeafCall,
  numel,
  operationClasses,
  type Prediction,
  parseArchitecture,
  type ShapedNetwork,
  shapeNetwork,
} from '../../../src/engine/index.ts';
import type { Ask } from '../../../src/harness/examine.ts';
import { type Passed, passedIn } from '../../../src/harness/passed.ts';

export type Numbers = Readonly<Record<string, number | bigint>>;

/** What one call costs in all: every operation and every element of a result counts one. With other numbers for its symbols, what a mistaken tool makes of it. */
const costOf = (call: LeafCall, wrong: Numbers = {}): bigint => {
  // A symbol that has another name by now would make a mistake that never shows.
  for (const name of Object.keys(wrong))
    if (!Object.hasOwn(call.symbols, name)) throw new Error(`${call.definition.kind} has no symbol ${name}.`);
  const symbols: Record<string, number | bigint> = { ...call.symbols, ...wrong };
  if (Object.keys(wrong).length > 0)
    for (const [name, part] of Object.entries(call.definition.parts))
      symbols[name] = wrong[name] ?? part.evaluate(symbols);
  const elements = call.outputs.reduce((sum, { shape }) => sum + BigInt(numel(shape)), 0n);
  return operationClasses.reduce(
    (sum, name) => sum + (call.definition.formulas[name]?.evaluate(symbols) ?? 0n),
    elements,
  );
};

/** A mistake: what a tool that makes it counts for a call among those before it. */
export type Mistake = (call: LeafCall, context: Context) => Numbers | 'nothing' | 'twice' | undefined;

export interface Context {
  readonly network: ShapedNetwork;
  /** Leaf calls that ran before. */
  readonly before: readonly LeafCall[];
  /** Which values a call takes and gives. */
  readonly passed: (call: LeafCall) => Passed;
}

const passedBy = new WeakMap<ShapedNetwork, ReadonlyMap<LeafCall, Passed>>();

const passedOf = (network: ShapedNetwork): Context['passed'] => {
  const known = passedBy.get(network) ?? passedIn(network);
  passedBy.set(network, known);
  return (call) => known.get(call) as Passed;
};

const torchprofile = conventions.get('torchprofile') as Convention;

const countWith =
  (mistake: Mistake) =>
  (network: ShapedNetwork): Prediction => {
    const before: LeafCall[] = [];
    const passed = passedOf(network);
    let operations = 0n;
    for (const call of network.calls.filter(isLeaf)) {
      const wrong = mistake(call, { network, before, passed });
      before.push(call);
      if (wrong === 'nothing') continue;
      const cost = costOf(call, typeof wrong === 'object' ? wrong : {});
      operations += wrong === 'twice' ? 2n * cost : cost;
    }
    return { status: 'counted', totals: { macs: operations }, layers: [], uncounted: [] };
  };

/** No mistake at all. */
export const rightly: Mistake = () => undefined;

const truth = countWith(rightly);

/** Conventions of which torchprofile's makes a mistake. */
export const planted = (mistake: Mistake): ReadonlyMap<string, Convention> =>
  new Map([...conventions, ['torchprofile', { ...torchprofile, count: countWith(mistake) }]]);

/** Whether a tool that makes no mistake and one that does differ on a network. */
export const isWrongOn = (network: ShapedNetwork, mistake: Mistake): boolean => {
  const [right, wrong] = [truth(network), countWith(mistake)(network)];
  return right.status === 'counted' && wrong.status === 'counted' && right.totals.macs !== wrong.totals.macs;
};

/** The same for an architecture as JSON. */
export const isWrong = (json: ArchitectureJson, mistake: Mistake): boolean =>
  isWrongOn(shapeNetwork(parseArchitecture(json)), mistake);

/** A witness that makes no mistake. */
export const faithful: Ask = async (architecture, tools) => {
  const counted = truth(shapeNetwork(parseArchitecture(architecture)));
  if (counted.status !== 'counted') throw new Error(counted.because);
  const totals = Object.fromEntries(Object.entries(counted.totals).map(([name, value]) => [name, String(value)]));
  return new Map(tools.map((tool) => [tool, { status: 'answered', totals, layers: [], seconds: 0 }]));
};
