/** What depends on a number that was changed, changed after it: layers behind it, and layers that share a weight. */

import { type ArchitectureJson, layers, numel, type Shape } from '../engine/index.ts';
import { splitName } from '../engine/ownTensors.ts';
import { type Candidate, type Misfit, tryNetwork } from './candidate.ts';
import { at, numbersIn, type OptionSite, optionSites, set } from './sites.ts';

/** Sizes that a change has changed, the old one to the new: dimensions, elements, and elements of a sample. */
const changedSizes = (before: readonly number[], after: readonly number[]): Map<number, number> => {
  const ofSample = (shape: readonly number[]) => numel(shape.slice(1));
  const pairs: [number, number][] = [
    ...(before.length === after.length
      ? before.map((size, index): [number, number] => [size, after[index] ?? size])
      : []),
    [ofSample(before), ofSample(after)],
    [numel(before), numel(after)],
  ];
  return new Map(pairs.filter(([old, now]) => old !== now).reverse());
};

/** A layer with numbers changed that had a size that is another now: one of them, or all. The network before says which had. */
const resized = (
  json: ArchitectureJson,
  before: ArchitectureJson,
  { site, options }: OptionSite,
  sizes: ReadonlyMap<number, number>,
): ArchitectureJson[] => {
  const changes = Object.entries(options)
    .flatMap(([name, value]) => numbersIn(value, [...site, name]))
    .flatMap((place) => {
      const now = sizes.get(at(before, place) as number);
      return now === undefined || now === at(json, place) ? [] : [{ place, now }];
    });
  const all = changes.reduce((changed, { place, now }) => set(changed, place, now), json);
  return [...changes.map(({ place, now }) => set(json, place, now)), ...(changes.length > 1 ? [all] : [])];
};

/** The shape of a layer's own weight; undefined where a module has none of that name. */
const shapeOf = (json: ArchitectureJson, path: string, name: string): Shape | undefined => {
  const module = json.modules?.find((one) => one.path === path);
  const definition = module && 'kind' in module ? layers.get(module.kind) : undefined;
  const options = definition?.schema.safeParse((module && 'options' in module && module.options) || {}).data;
  return options && definition?.weights(options).find((weight) => weight.name === name)?.shape;
};

/** Two weights that are one tensor: the owner's path and its name for each. */
const ties = (json: ArchitectureJson): [string, string][][] =>
  (json.modules ?? []).flatMap((module) =>
    Object.entries(('tied' in module && module.tied) || {}).map(([name, other]): [string, string][] => {
      const { owner, last } = splitName(other);
      return [
        [module.path, name],
        [owner, last],
      ];
    }),
  );

/** Where weights that are one have two shapes by now, the layer whose weight is as before with its sizes changed as the other's have. */
const retied = (json: ArchitectureJson, given: Candidate): ArchitectureJson[] =>
  ties(json).flatMap((both) => {
    const shapes = both.map(([path, name]) => shapeOf(json, path, name));
    const before = both.map(([path, name]) => shapeOf(given.json, path, name));
    if (String(shapes[0]) === String(shapes[1])) return [];
    const changed = shapes.findIndex((shape, index) => String(shape) !== String(before[index]));
    const left = optionSites(json).find(({ owner }) => owner === both[1 - changed]?.[0]);
    const [old, now] = [before[changed], shapes[changed]];
    return old && now && left ? resized(json, given.json, left, changedSizes(old, now)) : [];
  });

/**
 * Follows a change through what depends on it: a layer behind it that no longer fits has its sizes changed as its input's
 * have, and one that shares a weight as that weight's. Undefined where that makes no network.
 */
export const followed = (json: ArchitectureJson, given: Candidate): ArchitectureJson | undefined => {
  const { network, misfit } = tryNetwork(json);
  if (network) return json;
  return misfit ? mended(json, misfit, given) : retied(json, given).find((changed) => tryNetwork(changed).network);
};

/** Each call is mended once: two that share a module may want it otherwise in turn. */
const mended = (
  json: ArchitectureJson,
  misfit: Misfit,
  given: Candidate,
  before: readonly string[] = [],
): ArchitectureJson | undefined => {
  const ids = [...before, misfit.id];
  const old = given.network.calls.find(({ id }) => id === misfit.id)?.inputs;
  const owner = optionSites(json).find((option) => misfit.owners.includes(option.owner));
  if (!old || !owner) return undefined;
  const sizes = new Map(
    misfit.inputs.flatMap(({ shape }, index) => [...changedSizes((old[index] ?? old[0]).shape, shape)]),
  );
  for (const changed of resized(json, given.json, owner, sizes)) {
    const { network, misfit: next } = tryNetwork(changed);
    if (network) return changed;
    // One that fits now, with another behind it that does not.
    if (next && !ids.includes(next.id)) return mended(changed, next, given, ids);
  }
  return undefined;
};
