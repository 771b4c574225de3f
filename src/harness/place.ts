/** Modules of a network that grows: registered, shared, tied. */

import { complaintOf } from '../engine/fit.ts';
import type { AnyOptions, Draw, LayerDefinition, Tensor } from '../engine/index.ts';
import type { MadeModule } from './again.ts';
import { childPath, fresh, type Growth, parentOf, type Scope } from './growth.ts';
import { drawTie } from './own.ts';
import { drawFrozen } from './picks.ts';

/** A module of a kind, made before, that can take a tensor; undefined where there is none. */
export const reuse = (
  growth: Growth,
  definition: LayerDefinition,
  tensor: Tensor,
  share: number,
): MadeModule | undefined => {
  const fitting = growth.modulesMade.filter(
    (module) => module.definition === definition && !complaintOf(definition, module.options, [tensor]),
  );
  return fitting[Math.floor(share / 3) % Math.max(fitting.length, 1)];
};

/** Registers a module, or an alias of one that is used again under another parent or in a Sequential. */
export const place = (
  growth: Growth,
  scope: Scope,
  definition: LayerDefinition,
  options: AnyOptions,
  draw: Draw,
  again: MadeModule | undefined,
  isTwin: boolean,
): { id: string; path: string } => {
  const id = fresh(growth, definition.kind);
  if (again && scope.kind !== 'Sequential' && parentOf(again.path) === scope.path) return { id, path: again.path };
  const { list } = scope;
  const name = scope.kind === 'Sequential' ? String(scope.children) : id;
  const path = list ? `${list.path}.${list.length++}` : childPath(scope, name);
  scope.children++;
  if (again) growth.modules.push({ path, same_as: again.path });
  else {
    const frozen = drawFrozen(definition, options, draw);
    const isDerived = draw.integer(0, 11) === 11;
    const tied =
      isTwin || draw.integer(0, 3) === 3 ? drawTie(draw, definition, options, growth.modulesMade) : undefined;
    growth.modules.push({
      path,
      kind: definition.kind,
      ...(isDerived ? { class: `Own${definition.kind}` } : {}),
      options: { ...options },
      ...(tied ? { tied } : {}),
      ...(frozen.length > 0 ? { frozen } : {}),
    });
    growth.modulesMade.push({ path, definition, options });
  }
  return { id: scope.kind === 'Sequential' ? `${scope.id}/${name}` : id, path };
};
