/** The calls of a network, read from its JSON: what is called with what, and what containers run. */

import type { CallJson, Checked } from './architectureJson.ts';
import { type Call, CallList, Read, type Reflected } from './call.ts';
import { containers } from './containers.ts';
import { issue } from './issues.ts';
import type { AnyOptions, LayerDefinition } from './layer.ts';
import type { Module } from './modules.ts';
import type { Names } from './names.ts';
import { nearest } from './nearest.ts';
import { findKind, refuseOne } from './refuse.ts';
import type { Setup } from './setup.ts';
import { type Place, setupOf, setupOfCall } from './setups.ts';
import { dependsOnBatch, isInOrder, atBatch as optionsAt, type Structure, type Takes } from './structure.ts';

/** Of the ways to write a function, those of `torch.nn.functional` alone take the flag, and not those that end in _. */
const checkInplace = ({ id, op = '', options: given }: CallJson, spelling: string, place: Place): void => {
  if (given?.inplace !== true || (spelling.startsWith('torch.nn.functional.') && !spelling.endsWith('_'))) return;
  const rule = `it cannot be written ${spelling}, which has no such argument`;
  const complaint = { code: 'option', option: 'inplace', rule, got: true } as const;
  refuseOne(issue('layer', `${place()}.options.inplace`, { layer: id, kind: op, complaint }));
};

/** Refuses results that are packed otherwise than they stand in the list. */
export const checkReturns = (returns: Structure | undefined, count: number, place: Place): void => {
  if (returns !== undefined && !isInOrder(returns, count)) refuseOne(issue('packing', place(), { count }));
};

const checkTakes = (takes: Takes | undefined, count: number, place: Place): void => {
  if (takes && !isInOrder([...takes.args, ...Object.values(takes.kwargs ?? {})], count))
    refuseOne(issue('packing', `${place()}.takes`, { count }));
};

/** A layer or function has no body of its own, nor what comes with one. */
const checkBodiless = (given: CallJson, kind: string, place: Place): void => {
  if (given.calls || given.outputs) refuseOne(issue('body', place(), { kind, expected: false }));
  if (given.takes || given.returns !== undefined) refusePacked(place);
};

const refusePacked = (place: Place): never =>
  refuseOne(issue('invalid', place(), { reason: 'Only a call with a body of its own has "takes" and "returns".' }));

const refuseRecursion = (module: string, place: Place): never => refuseOne(issue('recursion', place(), { module }));

/** Of comparisons by operators, Python asks the second operand first where its class is derived from that of the first one. */
const reflectedOf = (
  { reflected }: LayerDefinition,
  spelling: string,
  { inputs, options }: CallJson,
  place: Place,
): Reflected | undefined =>
  reflected !== undefined && inputs.length === 2 && spelling.startsWith('operator.')
    ? { setup: setupOf(findKind(reflected, 'function', place), options, place), spelling: `operator.${reflected}` }
    : undefined;

/** A call of a function. */
const functionCall = (given: CallJson, op: string, batch: number, list: CallList): Call => {
  const { id, options } = given;
  const { place, index } = list;
  const definition = findKind(op, 'function', () => `${place()}.op`);
  checkBodiless(given, op, place);
  const atBatch = dependsOnBatch(options)
    ? (size: number) => setupOf(definition, optionsAt(options, size) as AnyOptions, () => list.pathOf(index), id)
    : undefined;
  const setup = atBatch ? atBatch(batch) : setupOf(definition, options, place, id);
  const { spellings } = setup;
  const spelling = given.spelling ?? (spellings[0] as string);
  if (!spellings.includes(spelling))
    return refuseOne(issue('unknown_spelling', `${place()}.spelling`, { kind: op, spelling, spellings }));
  checkInplace(given, spelling, place);
  const reflected = reflectedOf(definition, spelling, given, place);
  return new Read(given, list, undefined, setup, spelling, (atBatch || reflected) && { atBatch, reflected });
};

/** A call of a module that is a layer. */
const layerCall = (given: CallJson, module: Module, setup: Setup, list: CallList): Call => {
  checkBodiless(given, module.kind, list.place);
  return new Read(given, list, module, setupOfCall(setup, given.options, list.place));
};

/** The body of a Sequential: each child takes what the one before it gave. */
const impliedCall = (
  given: Pick<CallJson, 'id' | 'inputs'>,
  module: Module,
  running: readonly Module[],
  list: CallList,
): Call => {
  const { place } = list;
  const body: Call[] = [];
  let { inputs } = given;
  for (const [name, child] of module.children) {
    const inner = { id: `${given.id}/${name}`, inputs };
    if (running.includes(child)) return refuseRecursion(child.path, place);
    if (child.setup) body.push(new Read(inner, list, child, setupOfCall(child.setup, undefined, place)));
    else if (containers[child.kind]?.implied) body.push(impliedCall(inner, child, [...running, child], list));
    else return refuseOne(issue('body', place(), { kind: child.kind, expected: true }));
    inputs = [inner.id];
  }
  return new Read(given, list, module, undefined, undefined, { body, outputs: inputs });
};

/** The calls of a network, those of bodies within their containers' calls; adds their names to those of the inputs. Throws Refusal. */
export const readCalls = (
  json: Checked,
  modules: readonly Module[],
  byPath: ReadonlyMap<string, Module>,
  names: Names,
): readonly Call[] => {
  const batch = json.inputs[0]?.shape[0] ?? 1;
  // Calls mostly come in the order of their modules: then the next one need not be looked up.
  let next = 0;
  const find = (path: string): Module | undefined => {
    const expected = modules[next];
    const found = expected?.path === path ? expected : byPath.get(path);
    if (found) next = found.index + 1;
    return found;
  };
  const readAll = (calls: readonly CallJson[], around: Place, running: readonly Module[]): readonly Call[] => {
    const list = new CallList(names, around);
    return calls.map((call, index) => {
      list.index = index;
      return readCall(call, list, running);
    });
  };
  const readCall = (given: CallJson, list: CallList, running: readonly Module[]): Call => {
    const { op, module: path } = given;
    const { place } = list;
    if (op !== undefined && path === undefined) return functionCall(given, op, batch, list);
    if (op !== undefined || path === undefined)
      return refuseOne(issue('invalid', place(), { reason: 'A call needs either "module" or "op", not both.' }));
    if (given.inputs.length === 0) return refuseOne(issue('no_input', `${place()}.inputs`, { module: path }));
    const module = find(path);
    if (!module)
      return refuseOne(
        issue('unknown_module', `${place()}.module`, { module: path, nearest: nearest(path, byPath.keys()) }),
      );
    if (running.includes(module)) return refuseRecursion(path, place);
    return module.setup ? layerCall(given, module, module.setup, list) : containerCall(given, module, list, running);
  };
  const containerCall = (given: CallJson, module: Module, list: CallList, running: readonly Module[]): Call => {
    const { kind } = module;
    const { calls, outputs, takes, returns } = given;
    const { place, index } = list;
    if (given.options)
      return refuseOne(
        issue('invalid', `${place()}.options`, { reason: 'Options belong to the module, not to its call.' }),
      );
    if (given.named)
      return refuseOne(issue('invalid', `${place()}.named`, { reason: `A ${kind} takes its inputs in order.` }));
    checkTakes(takes, given.inputs.length, place);
    checkReturns(returns, outputs?.length ?? 1, () => `${place()}.returns`);
    const within = [...running, module];
    if (calls && outputs)
      return new Read(given, list, module, undefined, undefined, {
        body: readAll(calls, () => `${list.pathOf(index)}.`, within),
        outputs,
        ...(takes ? { takes } : {}),
        ...(returns === undefined ? {} : { returns }),
      });
    if (takes || returns !== undefined) return refusePacked(place);
    if (!containers[kind]?.called) return refuseOne(issue('not_called', place(), { kind }));
    if (calls || outputs || !containers[kind]?.implied)
      return refuseOne(issue('body', place(), { kind, expected: true }));
    return impliedCall(given, module, within, list);
  };
  const root = byPath.get('') as Module;
  return readAll(json.calls, () => '', root.setup ? [] : [root]);
};
