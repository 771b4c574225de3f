/** The body of a composite's call as calls of an architecture, under the names of the values that it takes. */

import type { Call } from './call.ts';
import type { BodyCall } from './composition.ts';
import type { Inputs, LayerDefinition, Named } from './layer.ts';
import { layers } from './layers/index.ts';
import { descendant, type Module } from './modules.ts';
import type { Setup } from './setup.ts';
import { setupOf, setupOfCall } from './setups.ts';

/** The calls that a composite's forward makes with these tensors; the last one's results are its own. */
export const bodyOf = (call: Call, composite: LayerDefinition, inputs: Inputs, named: Named): readonly Call[] => {
  const module = call.module as Module;
  const composedOf = composite.body as NonNullable<LayerDefinition['body']>;
  const names = new Map(Object.entries(call.named));
  for (const [index, reference] of call.inputs.entries())
    names.set(composite.forward.tensors[index] as string, reference);
  const refer = (name: string): string => names.get(name) ?? `${call.id}/${name}`;
  return composedOf(call.options, inputs, named).map((inner) => {
    const part = inner.module === undefined ? undefined : descendant(module, inner.module);
    const setup = setupIn(part, inner);
    return {
      id: `${call.id}/${inner.id}`,
      path: call.path,
      module: part,
      setup,
      definition: setup.definition,
      options: setup.options,
      spelling: part ? undefined : (inner.spelling ?? setup.spellings[0]),
      inputs: inner.inputs.map(refer),
      named: Object.fromEntries(Object.entries(inner.named ?? {}).map(([name, value]) => [name, refer(value)])),
      isHeld: inner.isHeld === true,
      body: undefined,
      outputs: undefined,
    };
  });
};

const setupIn = (part: Module | undefined, { op, options }: BodyCall): Setup =>
  part ? setupOfCall(part.setup as Setup, options) : setupOf(layers.get(op as string) as LayerDefinition, options);
