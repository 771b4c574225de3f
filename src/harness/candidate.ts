/** A network that may be handed over in the place of a larger one, and what keeps another from being a network. */

import type { Architecture } from '../engine/architecture.ts';
import type { Call } from '../engine/call.ts';
import { type ArchitectureJson, parseArchitecture, Refusal, type ShapedNetwork, type Tensor } from '../engine/index.ts';
import { tryShapes } from '../engine/shapes.ts';
import { isContainer } from './flow.ts';

export interface Candidate {
  readonly json: ArchitectureJson;
  readonly network: ShapedNetwork;
}

/** The first call whose layer does not take what it is given. */
export interface Misfit {
  readonly id: string;
  /** The module's paths or the call's id: under one of them its options stand. */
  readonly owners: readonly string[];
  readonly inputs: readonly Tensor[];
}

interface Tried {
  readonly network?: ShapedNetwork;
  readonly misfit?: Misfit;
}

const leafCalls = (calls: readonly Call[]): Call[] =>
  calls.flatMap((call) => (isContainer(call) ? leafCalls(call.body ?? []) : [call]));

const parsedOrNot = (json: ArchitectureJson): Architecture | undefined => {
  try {
    return parseArchitecture(json);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
};

/** The network of an architecture, or the call at which it stops; neither where the JSON is not an architecture. */
export const tryNetwork = (json: ArchitectureJson): Tried => {
  const parsed = parsedOrNot(json);
  if (!parsed) return {};
  const { network, finished } = tryShapes(parsed);
  if (network) return { network };
  const values = new Map<string, Tensor>();
  for (const { id, outputs } of finished) {
    for (const [index, output] of outputs.entries()) values.set(index === 0 ? id : `${id}:${index}`, output);
  }
  for (const { name, shape, dtype } of parsed.inputs) values.set(name, { shape, dtype, strides: [] });
  const ended = new Set(finished.map(({ id }) => id));
  const stopped = leafCalls(parsed.calls).find(({ id }) => !ended.has(id));
  if (!stopped) return {};
  const inputs = stopped.inputs.flatMap((reference) => values.get(reference) ?? []);
  return { misfit: { id: stopped.id, owners: stopped.module?.paths ?? [stopped.id], inputs } };
};

/** The candidate of an architecture; undefined where PyTorch would not run it. */
export const candidateOf = (json: ArchitectureJson): Candidate | undefined => {
  const { network } = tryNetwork(json);
  return network && { json, network };
};
