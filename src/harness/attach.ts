/** Calls that a network that grows needs between those that were picked. */

import { complaintOf } from '../engine/fit.ts';
import { type Draw, type LayerDefinition, layers, numel, type Tensor } from '../engine/index.ts';
import { resultsOf } from '../engine/results.ts';
import { tensor as made } from '../engine/tensor.ts';
import type { Value } from './again.ts';
import { childPath, current, fresh, type Growth } from './growth.ts';
import { drawOwn, type Listed, withOwn } from './own.ts';
import { closeSequentials } from './scopes.ts';

/** Gives the module in which calls are made a parameter or buffer, which they may then read. */
export const addOwn = (growth: Growth, draw: Draw): void => {
  closeSequentials(growth);
  const scope = current(growth);
  if (scope.path === '' && growth.modules[0]?.path !== '') growth.modules.unshift({ path: '', kind: 'Module' });
  const index = growth.modules.findIndex(({ path }) => path === scope.path);
  const module = growth.modules[index] as Listed;
  const latest = scope.values.at(-1) as Value;
  const isTaken = (name: string): boolean =>
    [...(module.parameters ?? []), ...(module.buffers ?? [])].some((given) => given.name === name);
  const own = drawOwn(draw, latest.tensor.shape, isTaken);
  if (!own) return;
  growth.modules[index] = withOwn(module, own);
  const learnt = own.isBuffer || own.isFrozen ? {} : ({ learnt: true } as const);
  const ref = `@${childPath(scope, own.name)}`;
  const value: Value = { ref, tensor: { ...made(own.shape), ...learnt }, memory: ref };
  // A parameter that is written over with what is learnt is learnt from then on, frozen or not.
  growth.memories.fixed.add(ref);
  scope.values.splice(-1, 0, value);
  const { shape, dtype } = latest.tensor;
  // Adding it, broadcast, is what most networks do with a parameter.
  if (!growth.candidates.some(({ kind }) => kind === 'add') || dtype !== 'float32' || own.shape.length > shape.length)
    return;
  const add = layers.get('add') as LayerDefinition;
  const operands = [latest, value].map(({ tensor }) => tensor) as [Tensor, Tensor];
  if (complaintOf(add, { alpha: 1 }, operands)) return;
  const id = fresh(growth, 'add');
  scope.calls.push({ id, op: 'add', inputs: [latest.ref, value.ref] });
  scope.values.push({ ref: id, tensor: add.outputs({ alpha: 1 }, operands, {})[0] as Tensor, memory: id });
};

/** Gives a value the rank that a kind wants, without changing the batch. */
export const bridge = (growth: Growth, given: Value, rank: number): Value | undefined => {
  const isWithin = current(growth).kind === 'Sequential';
  closeSequentials(growth);
  // What is computed within a Sequential is not seen outside; what it returns is the same.
  const value = isWithin ? (current(growth).values.at(-1) as Value) : given;
  const rest = numel(value.tensor.shape.slice(1));
  const shape =
    rank === 2
      ? [-1, rest]
      : rank === 3
        ? [-1, 1, rest]
        : rank === 4
          ? [-1, rest, 1, 1]
          : rank === 5
            ? [-1, 1, rest, 1, 1]
            : undefined;
  const view = layers.get('view') as LayerDefinition;
  if (!shape || value.tensor.shape.length < 2 || complaintOf(view, { shape }, [value.tensor])) return undefined;
  const id = fresh(growth, 'view');
  current(growth).calls.push({ id, op: 'view', inputs: [value.ref], options: { shape } });
  const bridged: Value = {
    ref: id,
    tensor: resultsOf(view, { shape }, [value.tensor], {}, 'alias')[0] as Tensor,
    memory: value.memory,
  };
  current(growth).values.push(bridged);
  return bridged;
};
