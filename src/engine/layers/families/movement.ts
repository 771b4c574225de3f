/** What functions have in common that compute nothing: they look at a tensor in another way, or copy it. */

import type { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { Generator } from '../../generator.ts';
import {
  type AnyOptions,
  defineLayer,
  type Inputs,
  type LayerDefinition,
  type LayerSpec,
  type Named,
  type Options,
  type Storage,
} from '../../layer.ts';
import type { Formulas } from '../../operations.ts';
import type { Arity, Signature, Takes } from '../../signature.ts';
import type { Tensor } from '../../tensor.ts';

export interface Movement<Fields extends z.ZodRawShape> {
  readonly kind: string;
  readonly options: () => Fields;
  /** As Python would write it for the first spelling. */
  readonly signature: string;
  readonly tensors?: readonly string[];
  readonly indexing?: string;
  readonly assigns?: string;
  readonly free?: string;
  readonly spellings?: readonly [string, ...string[]];
  /** Signatures of those spellings that take the arguments otherwise. */
  readonly signatures?: Signature['signatures'];
  /** The page, where it is not that of torch.KIND. */
  readonly page?: string;
  readonly arity?: Arity;
  readonly takes?: readonly [Takes, ...Takes[]];
  readonly valid?: (options: Options<Fields>) => Complaint | undefined;
  readonly requires?: (options: Options<Fields>, inputs: Inputs, named: Named) => Complaint | undefined;
  readonly outputs: (options: Options<Fields>, inputs: Inputs) => readonly Tensor[];
  /** A view of the input, unless something else is said. */
  readonly storage?: Storage | ((options: Options<Fields>, inputs: Inputs) => Storage);
  readonly symbols?: (options: Options<Fields>, inputs: Inputs) => Readonly<Record<string, number>>;
  readonly formulas?: Formulas;
  readonly depends?: string | LayerSpec<Fields>['depends'];
  readonly indices?: LayerSpec<Fields>['indices'];
  readonly pieces?: true;
  readonly apart?: true;
  readonly unlearnt?: true;
  readonly overlaps?: LayerSpec<Fields>['overlaps'];
  readonly generate?: Partial<Generator<Options<Fields>>>;
  /** Options that fit an input; undefined where none do. */
  readonly draw: Generator<Options<Fields>>['options'];
}

/** A function of any element type, spelt torch.KIND and torch.Tensor.KIND unless something else is said. */
export const movement = <Fields extends z.ZodRawShape>(given: Movement<Fields>): LayerDefinition => {
  const { kind, signature, tensors = ['input'], storage = 'alias', depends } = given;
  const spellings = given.spellings ?? ([`torch.${kind}`, `torch.Tensor.${kind}`] as const);
  return defineLayer<Fields>({
    kind,
    target: 'function',
    source: `https://pytorch.org/docs/stable/generated/${given.page ?? `torch.${kind}`}.html`,
    options: given.options,
    torch: {
      spellings,
      signature,
      tensors,
      ...(given.signatures ? { signatures: given.signatures } : {}),
      ...(given.indexing ? { indexing: given.indexing } : {}),
      ...(given.assigns ? { assigns: given.assigns } : {}),
      ...(given.free ? { free: given.free } : {}),
    },
    arity: given.arity ?? 1,
    takes: given.takes ?? ['any'],
    ...(given.valid ? { valid: given.valid } : {}),
    requires: given.requires ?? (() => undefined),
    outputs: given.outputs,
    storage: typeof storage === 'function' ? storage : () => storage,
    ...(given.symbols ? { symbols: given.symbols } : {}),
    ...(given.formulas ? { formulas: given.formulas } : {}),
    ...(given.indices ? { indices: given.indices } : {}),
    ...(given.pieces ? { pieces: true } : {}),
    ...(given.apart ? { apart: true } : {}),
    ...(given.unlearnt ? { unlearnt: true } : {}),
    ...(given.overlaps ? { overlaps: given.overlaps } : {}),
    ...(depends ? { depends: typeof depends === 'string' ? () => depends : depends } : {}),
    generate: { ranks: [4, 3, 2], options: given.draw, ...given.generate },
  });
};

/** Signatures of functions that torch.Tensor takes with any number of values and torch with a list. */
export const listed = (kind: string, name: string): NonNullable<Signature['signatures']> => ({
  [`torch.${kind}`]: `input, ${name}`,
});

export type { AnyOptions };
