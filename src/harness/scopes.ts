/** Containers of a network that grows: opened, closed, and called again. */

import type { CallJson } from '../engine/index.ts';
import { isOwnReference } from '../engine/ownTensors.ts';
import { type MadeModule, replay, type Value } from './again.ts';
import { type Closed, childPath, current, fresh, type Growth, parentOf, type Scope } from './growth.ts';

const deepestScope = 3;

/** Closes the innermost scope: its container is called in the one around it, or forgotten where it makes no calls. */
export const close = (growth: Growth): void => {
  const scope = growth.scopes.pop() as Scope;
  const parent = current(growth);
  if (scope.calls.length === 0) {
    const kept = growth.modules.filter(({ path }) => path !== scope.path && !path.startsWith(`${scope.path}.`));
    growth.modules.splice(0, growth.modules.length, ...kept);
    parent.children--;
    return;
  }
  const last = scope.values.at(-1) as Value;
  const input = scope.input as Value;
  growth.closed.push({
    path: scope.path,
    kind: scope.kind as Closed['kind'],
    body: { input, calls: scope.calls, output: last.ref, own: scope.values.filter(({ ref }) => isOwnReference(ref)) },
    packing: scope.packing,
  });
  const call: CallJson = { id: scope.id, module: scope.path, inputs: [input.ref] };
  // Within a Sequential the call of another is implied, as all of its body is.
  if (parent.kind !== 'Sequential') {
    parent.calls.push(
      scope.kind === 'Sequential' ? call : { ...call, calls: scope.calls, outputs: [last.ref], ...scope.packing },
    );
  } else parent.calls.push(call);
  parent.values.push({ ref: scope.id, tensor: last.tensor, memory: last.memory });
};

/** Closes scopes up to one that may hold any call. */
export const closeSequentials = (growth: Growth): void => {
  while (current(growth).kind === 'Sequential') close(growth);
};

/** Closes all scopes but the network itself. */
export const closeAll = (growth: Growth): void => {
  while (growth.scopes.length > 1) close(growth);
};

/** Opens a container that takes a value, where one may lie here. */
export const open = (
  growth: Growth,
  kind: 'Sequential' | 'Module',
  value: Value,
  isDerived = false,
  packing: Scope['packing'] = {},
): void => {
  const parent = current(growth);
  // A Module inside of a Sequential would need a body that the Sequential's call does not carry.
  if (growth.scopes.length > deepestScope || (parent.kind === 'Sequential' && kind === 'Module')) return;
  const id = fresh(growth, kind === 'Module' ? 'block' : 'sequential');
  const name = parent.kind === 'Sequential' ? String(parent.children) : id;
  parent.children++;
  const path = childPath(parent, name);
  const isNamed = kind === 'Module' || isDerived;
  growth.modules.push(
    isNamed ? { path, kind, class: `${kind === 'Module' ? 'Block' : 'Stack'}${growth.names}` } : { path, kind },
  );
  growth.scopes.push({
    path,
    kind,
    id: parent.kind === 'Sequential' ? `${parent.id}/${name}` : id,
    input: value,
    values: [value],
    calls: [],
    children: 0,
    list: undefined,
    packing,
  });
};

/** Lets the modules that follow in this scope lie in a ModuleList. */
export const openList = (growth: Growth): void => {
  closeSequentials(growth);
  const scope = current(growth);
  if (scope.list?.length === 0) return;
  const path = childPath(scope, fresh(growth, 'list'));
  growth.modules.push({ path, kind: 'ModuleList' });
  scope.list = { path, length: 0 };
};

const moduleAt = (growth: Growth, path: string): MadeModule | undefined => {
  const given = growth.modules.find((module) => module.path === path);
  const original = given && 'same_as' in given ? given.same_as : path;
  return growth.modulesMade.find((module) => module.path === original);
};

/** Calls a container again that was closed before, on the latest value that fits it. */
export const callAgain = (growth: Growth, choice: number): boolean => {
  const scope = current(growth);
  const usable = growth.closed.filter(({ kind }) => kind === 'Sequential' || scope.kind !== 'Sequential');
  const container = usable[choice % Math.max(usable.length, 1)];
  if (!container) return false;
  const candidates = scope.kind === 'Sequential' ? scope.values.slice(-1) : scope.values.toReversed();
  let found: { readonly value: Value; readonly again: NonNullable<ReturnType<typeof replay>> } | undefined;
  for (const value of candidates) {
    const at = (path: string) => moduleAt(growth, path);
    const again = replay(container.body, value, at, (stem) => fresh(growth, stem), growth);
    if (!again) continue;
    found = { value, again };
    break;
  }
  if (!found) return false;
  const { value, again } = found;
  const isHere = scope.kind !== 'Sequential' && parentOf(container.path) === scope.path;
  const id = fresh(growth, container.kind);
  const name = scope.kind === 'Sequential' ? String(scope.children) : id;
  const path = isHere ? container.path : childPath(scope, name);
  if (!isHere) {
    scope.children++;
    growth.modules.push({ path, same_as: container.path });
  }
  const body =
    container.kind === 'Module' ? { calls: again.calls, outputs: [again.output.ref], ...container.packing } : {};
  const ref = scope.kind === 'Sequential' ? `${scope.id}/${name}` : id;
  scope.calls.push({ id: ref, module: path, inputs: [value.ref], ...body });
  scope.values.push({ ref, tensor: again.output.tensor, memory: again.output.memory });
  return true;
};
