/** Options that are modules or functions: what PyTorch takes ready-made, an architecture states by its kind. */

import { z } from 'zod';
import type { Child } from '../../composition.ts';
import type { AnyOptions, LayerDefinition } from '../../layer.ts';

/** A module as an option: `{ "kind": "LayerNorm", "options": { ... } }`. */
export interface Part {
  readonly kind: string;
  readonly options: AnyOptions;
}

/** A module of one of these kinds, with its options checked and completed. */
export const part = (...definitions: readonly [LayerDefinition, ...LayerDefinition[]]) => {
  const kinds = definitions.map(({ kind }) => kind) as [string, ...string[]];
  return z
    .strictObject({ kind: z.enum(kinds), options: z.record(z.string(), z.unknown()).default({}) })
    .transform(({ kind, options }, context): Part => {
      const definition = definitions.find((one) => one.kind === kind) as LayerDefinition;
      const parsed = definition.schema.safeParse(options);
      if (parsed.success && !definition.valid(parsed.data)) return { kind, options: parsed.data };
      const message = parsed.error?.issues[0]?.message ?? 'its options do not go together';
      context.addIssue({ code: 'custom', message: `it must have options that a ${kind} takes: ${message}` });
      return z.NEVER;
    });
};

/** The part as a module inside of another, under a name; none where there is none. */
export const childOf = (name: string, given: Part | null): readonly Child[] => (given ? [{ name, ...given }] : []);
