/** What a drawn network has beside layers: parameters and buffers of its own, tied weights, derived classes. */

import type { AnyOptions, ArchitectureJson, CallJson, Draw, LayerDefinition, Shape } from '../engine/index.ts';
import type { MadeModule } from './again.ts';

type ModuleJson = NonNullable<ArchitectureJson['modules']>[number];
export type Listed = Exclude<ModuleJson, { readonly same_as: string }>;

/** A parameter or buffer that a container is given. */
export interface Own {
  readonly name: string;
  readonly shape: Shape;
  readonly isBuffer: boolean;
  readonly isFrozen: boolean;
}

/** Names that tools look for are drawn as often as any. */
const names = ['gamma', 'weight', 'bias', 'scale', 'position'] as const;

/** A tensor that goes together with values of a shape: as large, or with sizes of 1 that are broadcast. */
export const drawOwn = (draw: Draw, shape: Shape, taken: (name: string) => boolean): Own | undefined => {
  const name = draw.oneOf(names);
  if (taken(name)) return undefined;
  const sizes = draw.oneOf([
    [1, ...shape.slice(1)],
    shape.slice(-1),
    shape.map((size, dimension) => (dimension === 1 ? size : 1)),
    shape,
  ]);
  return {
    name,
    shape: shape.length === 0 ? [1] : sizes,
    isBuffer: draw.integer(0, 3) === 3,
    isFrozen: draw.integer(0, 3) === 3,
  };
};

/** Ways in which a block may take its one input and return its one output, the plain one first and mostly. */
export const packings: readonly Pick<CallJson, 'takes' | 'returns'>[] = [
  ...new Array<Pick<CallJson, 'takes' | 'returns'>>(20).fill({}),
  { returns: { out: 0 } },
  { returns: [0] },
  { returns: [0, null] },
  { takes: { args: [[0]] } },
  { takes: { args: [], kwargs: { given: 0 } } },
];

/** The module's entry with the tensor added. */
export const withOwn = (module: Listed, { name, shape, isBuffer, isFrozen }: Own): Listed => {
  const list = isBuffer ? 'buffers' : 'parameters';
  return {
    ...module,
    [list]: [...(module[list] ?? []), { name, shape: [...shape] }],
    ...(isFrozen && !isBuffer ? { frozen: [...(module.frozen ?? []), name] } : {}),
  };
};

/** A weight of a module made before that has the same shape here, as the two may then be one tensor. */
export const drawTie = (
  draw: Draw,
  definition: LayerDefinition,
  options: AnyOptions,
  earlier: readonly MadeModule[],
): Readonly<Record<string, string>> | undefined => {
  const own = definition.weights(options).filter(({ buffer }) => !buffer);
  const pairs = earlier.flatMap((module) =>
    module.definition.weights(module.options).flatMap((other) => {
      const fitting = own.find(({ shape }) => !other.buffer && shape.join() === other.shape.join());
      return fitting ? [{ name: fitting.name, other: `${module.path}.${other.name}` }] : [];
    }),
  );
  const [first, ...others] = pairs;
  if (!first) return undefined;
  const { name, other } = draw.oneOf([first, ...others]);
  return { [name]: other };
};
