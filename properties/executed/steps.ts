/** A network's calls of layers and functions alone, in order, whatever containers and composites they run in. */

import type { Call } from '../../src/engine/call.ts';
import type { Architecture, ShapedNetwork } from '../../src/engine/index.ts';
import { isLeaf } from '../../src/engine/shapes.ts';
import { renamed } from '../figures.ts';

/** A call as architectures write it, with the kind of its module besides. */
export interface Step {
  readonly id: string;
  readonly module?: string;
  readonly kind: string;
  readonly op?: string;
  readonly spelling?: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
  readonly named: Readonly<Record<string, string>>;
}

/** The steps of a network, and the names of its outputs among theirs. */
export interface Steps {
  readonly calls: readonly Step[];
  readonly outputs: readonly string[];
}

/** Takes a network apart; values that containers return go by the names of those that are theirs. */
export const stepsOf = (architecture: Architecture, network: ShapedNetwork): Steps => {
  const shaped = new Map(network.calls.map((call) => [call.id, call]));
  const find = (reference: string): string => {
    const [id, index = '0'] = reference.split(':') as [string, string?];
    const container = shaped.get(id);
    if (!container || isLeaf(container)) return reference;
    return find(container.results[Number(index)] as string);
  };
  const flat = (call: Call): readonly Step[] => {
    const known = shaped.get(call.id);
    if (!known) throw new Error(`The call "${call.id}" has not run.`);
    if (!isLeaf(known)) return known.body.flatMap(flat);
    const { definition, options, spelling } = known;
    const own = definition.target === 'function' ? definition.optionNames : definition.callOptionNames;
    return [
      {
        id: call.id,
        kind: definition.kind,
        ...(call.module ? { module: call.module.paths[0] as string } : { op: definition.kind, spelling }),
        options: Object.fromEntries(
          own.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
        ),
        inputs: call.inputs.map(find),
        named: renamed(call.named, find),
      },
    ];
  };
  return { calls: architecture.calls.flatMap(flat), outputs: architecture.outputs.map(find) };
};
