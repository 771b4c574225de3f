/** Ways to cut a network down to some of its calls, or out of its containers, the boldest first. */

import type { ArchitectureJson } from '../engine/index.ts';
import type { Candidate } from './candidate.ts';
import { containersOf, type Flow, flowOf, type Leaf, unitsOf } from './flow.ts';
import { type Keeping, rebuild } from './rebuild.ts';

const joins: readonly Pick<Keeping, 'gaps' | 'inputs'>[] = [
  { gaps: 'through', inputs: 'one of a shape' },
  { gaps: 'cut', inputs: 'one of a shape' },
  { gaps: 'cut', inputs: 'each its own' },
];

function* made({ network }: Candidate, flow: Flow, keepings: Iterable<Keeping>): Generator<ArchitectureJson> {
  for (const keeping of keepings) {
    const json = rebuild(network, flow, keeping);
    if (json) yield json;
  }
}

/** The network without its containers. */
export const flat = (given: Candidate): Iterable<ArchitectureJson> => {
  const flow = flowOf(given.network);
  return made(given, flow, [{ leaves: new Set(flow.leaves), dissolved: 'all' }]);
};

/** Each call alone, without its containers and within them. */
export function* alone(given: Candidate): Generator<ArchitectureJson> {
  const flow = flowOf(given.network);
  if (flow.leaves.length < 2) return;
  const units = [...flow.leaves.map((leaf) => [leaf]), ...unitsOf(flow).filter(({ length }) => length > 1)];
  for (const dissolved of ['all', new Set<never>()] as const)
    yield* made(
      given,
      flow,
      units.map((unit) => ({ leaves: new Set(unit), dissolved })),
    );
}

/** Half of the calls left out, then a quarter, and so on down to a single one, the last first; then one call of a container. */
export function* fewer(given: Candidate): Generator<ArchitectureJson> {
  const flow = flowOf(given.network);
  const units = unitsOf(flow);
  const without = (left: readonly Leaf[]): Iterable<ArchitectureJson> =>
    left.length === 0
      ? []
      : made(
          given,
          flow,
          joins.map((join) => ({ ...join, leaves: new Set(left) })),
        );
  for (let size = Math.ceil(units.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = units.length; end > 0; end -= size)
      yield* without(units.toSpliced(Math.max(end - size, 0), Math.min(size, end)).flat());
  }
  const containerCalls = new Set(flow.leaves.flatMap(({ around }) => around));
  for (const call of containerCalls) yield* without(flow.leaves.filter(({ around }) => !around.includes(call)));
}

/** What a leaf can do without: an input behind the first, or a tensor by name, of which those of a tuple go together. */
const withLess = ({ inputs, named }: Leaf): Pick<Leaf, 'inputs' | 'named'>[] => {
  const groups = new Set(Object.keys(named).map((name) => name.split('.')[0]));
  const without = (group: string | undefined) =>
    Object.fromEntries(Object.entries(named).filter(([name]) => name.split('.')[0] !== group));
  return [
    ...[...groups].map((group) => ({ inputs, named: without(group) })),
    ...inputs.slice(1).map((_, index) => ({ inputs: inputs.toSpliced(index + 1, 1), named })),
  ];
};

/** Calls with fewer inputs. */
export function* lessTaken(given: Candidate): Generator<ArchitectureJson> {
  const flow = flowOf(given.network);
  const leaves = new Set(flow.leaves);
  for (const leaf of leaves)
    yield* made(
      given,
      flow,
      withLess(leaf).map((less) => ({ leaves, takes: new Map([[leaf, less]]) })),
    );
}

/** One container less, then modules used once, parameters that are learnt, functions in their usual spelling. */
export function* plainer(given: Candidate): Generator<ArchitectureJson> {
  const flow = flowOf(given.network);
  const leaves = new Set(flow.leaves);
  yield* made(given, flow, [
    ...joins.map((join) => ({ ...join, leaves })),
    ...containersOf(flow).map((container) => ({ leaves, dissolved: new Set([container]) })),
    { leaves, unshared: true },
    { leaves, thawed: true },
    { leaves, untied: true },
    { leaves, underived: true },
    { leaves, ownAsInputs: true },
    { leaves, plainlySpelt: true },
  ]);
}
