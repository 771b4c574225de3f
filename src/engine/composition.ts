/** Composites: layers that cost what the calls in their forward cost, and whose results follow from those. */

import type { Complaint } from './complaint.ts';
import { ownComplaintOf } from './fit.ts';
import type { AnyOptions, Inputs, LayerDefinition, Named } from './layer.ts';
import { resultsOf, storageOf } from './results.ts';
import type { Tensor } from './tensor.ts';

/** A module inside of another: `name` is its path from there, as `layers.0`. */
export interface Child {
  readonly name: string;
  readonly kind: string;
  /** The Python class, where it is not that of the kind. */
  readonly className?: string;
  readonly options: AnyOptions;
}

/** A call in the body of a composite. Values are the composite's arguments, under PyTorch's names, and ids of earlier calls. */
export interface BodyCall {
  readonly id: string;
  /** A path from the composite. */
  readonly module?: string;
  readonly op?: string;
  readonly spelling?: string;
  /** Whether the function was looked up when the module was made, so that a tool that replaces functions later is not called. */
  readonly isHeld?: true;
  readonly inputs: readonly string[];
  readonly named?: Readonly<Record<string, string>>;
  readonly options?: AnyOptions;
}

/** What a composite runs: calls that cost, the last of which gives its result. */
export type Composition = readonly BodyCall[];

/** The tensors that a call gives, or why PyTorch refuses it. */
export type Ran =
  | { readonly complaint: Complaint; readonly outputs?: undefined }
  | { readonly complaint?: undefined; readonly outputs: readonly Tensor[] };

/** How PyTorch computes a composite where no gradients are kept and nothing listens inside of it. */
export type Kernel = 'plain' | 'fused' | 'nested';

/** Finds a kind by its name. */
export type Find = (kind: string) => LayerDefinition | undefined;

interface Target {
  readonly definition: LayerDefinition;
  readonly options: AnyOptions;
}

/** The layers that a composite's constructor makes, by their paths, with all options. */
const partsOf = (composite: LayerDefinition, options: AnyOptions, find: Find): ReadonlyMap<string, Target> =>
  new Map(
    composite.children(options).flatMap((child) => {
      const definition = find(child.kind);
      return definition ? [[child.name, { definition, options: definition.schema.parse(child.options) }] as const] : [];
    }),
  );

const targetOf = (call: BodyCall, parts: ReadonlyMap<string, Target>, find: Find): Target => {
  if (call.module !== undefined) {
    const { definition, options } = parts.get(call.module) as Target;
    return { definition, options: { ...options, ...definition.callSchema.parse(call.options ?? {}) } };
  }
  const definition = find(call.op as string) as LayerDefinition;
  return { definition, options: definition.schema.parse(call.options ?? {}) };
};

/** Runs a composite's body on shapes. */
const run = (composite: LayerDefinition, find: Find, options: AnyOptions, inputs: Inputs, named: Named): Ran => {
  const parts = partsOf(composite, options, find);
  const values = new Map<string, readonly Tensor[]>(Object.entries(named).map(([name, tensor]) => [name, [tensor]]));
  for (const [index, tensor] of inputs.entries()) values.set(composite.forward.tensors[index] as string, [tensor]);
  const read = (name: string): Tensor => values.get(name)?.[0] as Tensor;
  let outputs: readonly Tensor[] = inputs;
  for (const call of composite.body?.(options, inputs, named) ?? []) {
    const target = targetOf(call, parts, find);
    const given = call.inputs.map(read) as unknown as Inputs;
    const byName = Object.fromEntries(Object.entries(call.named ?? {}).map(([name, value]) => [name, read(value)]));
    const complaint = ownComplaintOf(target.definition, target.options, given, byName, call.spelling);
    if (complaint) return { complaint };
    const inner = target.definition.run?.(target.options, given, byName);
    if (inner?.complaint) return inner;
    const storage = storageOf(target.definition, target.options, given, call.spelling);
    outputs = inner?.outputs ?? resultsOf(target.definition, target.options, given, byName, storage);
    values.set(call.id, outputs);
  }
  return { outputs };
};

/** A composite with what follows from its parts: the results, and what PyTorch refuses. Other kinds as they are. */
export const completed = (definition: LayerDefinition, find: Find): LayerDefinition => {
  if (!definition.body) return definition;
  const own: Pick<LayerDefinition, 'outputs' | 'run'> = {
    outputs: (options, inputs, named) => run(definition, find, options, inputs, named).outputs ?? [],
    run: (options, inputs, named) => run(definition, find, options, inputs, named),
  };
  // A copy of its properties as they are stated: its schema is not made before it is needed.
  return Object.defineProperties({} as LayerDefinition, {
    ...Object.getOwnPropertyDescriptors(definition),
    ...Object.getOwnPropertyDescriptors(own),
  });
};
