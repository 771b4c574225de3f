/** What fvcore says of each module, by its first path. */

import type { Module } from '../../modules.ts';
import type { OwnTensor } from '../../ownTensors.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { numel, type Shape } from '../../tensor.ts';
import { modulesIn, pathIn } from '../../tree.ts';
import { type ByOperator, summed } from '../trace/byOperator.ts';
import type { Traced } from '../trace/live.ts';
import { scopeOf, upwards } from '../trace/scopes.ts';

/** What a call that is left in the graph counts. */
export interface Counted {
  readonly traced: Traced;
  readonly flops: ByOperator;
  readonly activations: ByOperator;
}

export const total = (terms: ByOperator): bigint => terms.reduce((sum, [, value]) => sum + value, 0n);

/** Each distinct parameter with its first name, as `named_parameters()` gives them. */
const namedParameters = (root: Module): readonly { readonly path: string; readonly shape: Shape }[] => {
  const seen = new Set<OwnTensor>();
  return [...modulesIn(root)].flatMap((module) =>
    [...module.tensors].flatMap(([name, tensor]) => {
      if (tensor.buffer || seen.has(tensor)) return [];
      seen.add(tensor);
      return [{ path: pathIn(module.path, name), shape: tensor.shape }];
    }),
  );
};

/** A network's parameters by path. */
export interface Parameters {
  /** Of each parameter. */
  readonly shapes: ReadonlyMap<string, Shape>;
  /** Elements under each path. */
  readonly elements: ReadonlyMap<string, bigint>;
}

export const parametersOf = (root: Module): Parameters => {
  const named = namedParameters(root);
  const elements = new Map<string, bigint>();
  for (const { path: own, shape } of named)
    for (const path of upwards(own)) elements.set(path, (elements.get(path) ?? 0n) + BigInt(numel(shape)));
  return { shapes: new Map(named.map(({ path, shape }) => [path, shape])), elements };
};

/** A line for each module: what runs in its forward and in those of the modules that it holds, and its parameters. */
export const byModule = (
  { architecture }: ShapedNetwork,
  counted: readonly Counted[],
  { elements }: Parameters,
): readonly Readonly<Record<string, string>>[] => {
  const found = new Map<string, Counted[]>();
  for (const one of counted) {
    for (const path of upwards(scopeOf(one.traced.call).path)) {
      const there = found.get(path);
      if (there) there.push(one);
      else found.set(path, [one]);
    }
  }
  return architecture.modules.map(({ path }) => {
    const calls = found.get(path) ?? [];
    const flops = calls.flatMap((one) => one.flops);
    const activations = calls.flatMap((one) => one.activations);
    const figures = {
      flops: total(flops),
      params: elements.get(path) ?? 0n,
      activations: total(activations),
      ...summed('by_operator', flops),
      ...summed('activations_by_operator', activations),
    };
    return { path, ...Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, String(value)])) };
  });
};
