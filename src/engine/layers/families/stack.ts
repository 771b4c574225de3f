/** What stacks of transformer layers share: layers that are all made like one, and a norm behind them. */

import { z } from 'zod';
import type { BodyCall, Child } from '../../composition.ts';
import type { Draw } from '../../generator.ts';
import { positive } from '../../options.ts';
import { numel, type Tensor } from '../../tensor.ts';
import { LayerNorm, RMSNorm } from './layerNorm.ts';
import { childOf, type Part, part } from './parts.ts';
import type { LayerOptions } from './transformer.ts';

export const stackOptions = { num_layers: positive.max(1000), norm: part(LayerNorm, RMSNorm).nullable().default(null) };

export interface Stack {
  readonly num_layers: number;
  readonly norm: Part | null;
}

/** The options of the layer that all layers are made like, which its schema has checked. */
export const layerOf = ({ options }: Part): LayerOptions => options as unknown as LayerOptions;

const namesOf = ({ num_layers }: Stack): readonly string[] =>
  Array.from({ length: num_layers }, (_, index) => `layers.${index}`);

export const stackChildren = (stack: Stack, layer: Part): readonly Child[] => [
  { name: 'layers', kind: 'ModuleList', options: {} },
  ...namesOf(stack).map((name) => ({ name, ...layer })),
  ...childOf('norm', stack.norm),
];

/** The layers one after the other, each called with the same further arguments, and the norm. */
export const stackBody = (
  stack: Stack,
  [input, ...others]: readonly [string, ...string[]],
  given: Pick<BodyCall, 'named' | 'options'>,
): readonly BodyCall[] => {
  const names = namesOf(stack);
  const layers = names.map((name, index) => {
    const x = index === 0 ? input : (names[index - 1] as string);
    return { id: name, module: name, inputs: [x, ...others], ...given };
  });
  const norm = stack.norm ? [{ id: 'norm', module: 'norm', inputs: [names.at(-1) as string] }] : [];
  return [...layers, ...norm];
};

export const drawStack = (draw: Draw, features: number) => ({
  num_layers: draw.integer(1, 2),
  norm: draw.oneOf([
    null,
    { kind: 'LayerNorm', options: { normalized_shape: features } },
    { kind: 'RMSNorm', options: { normalized_shape: features } },
  ]),
});

/** Whether a mask for sequences of a length is taken for a causal one: where nothing is said, torch compares the numbers, and a bool mask of one element that leaves anything is one. */
export const isTakenAsCausal = (is_causal: boolean | null, mask: Tensor | undefined, length: number): boolean =>
  is_causal ?? (mask?.dtype === 'bool' && mask.shape.length === 2 && numel(mask.shape) === 1 && length === 1);

export const isCausal = z.boolean().nullable().default(null);
