/** The calls of a network, read from its JSON: what is called with what, and what containers run. */

import type { CallJson, Checked } from './architectureJson.ts';
import { containers } from './containers.ts';
import { issue } from './issues.ts';
import type { AnyOptions, LayerDefinition } from './layer.ts';
import type { Module } from './modules.ts';
import { nearest } from './nearest.ts';
import { findKind, parse, parseOptions, refuseOne } from './refuse.ts';
import { spellingsFor } from './spellings.ts';
import { dependsOnBatch, isInOrder, atBatch as optionsAt, type Structure, type Takes } from './structure.ts';

/** One call as written; `target` says what is called. */
export interface Call {
  readonly id: string;
  readonly path: string;
  readonly module: Module | undefined;
  /** Of a layer or function; undefined for containers. */
  readonly definition: LayerDefinition | undefined;
  /** Of the module and of the call together. */
  readonly options: AnyOptions;
  readonly spelling: string | undefined;
  /** Whether the function was looked up when its module was made. */
  readonly isHeld?: boolean;
  readonly inputs: readonly string[];
  readonly named: Readonly<Record<string, string>>;
  /** The body of a container's call. */
  readonly body: readonly Call[] | undefined;
  readonly outputs: readonly string[] | undefined;
  /** Of a container's call: how its inputs and outputs are packed, where that is not plain. */
  readonly takes?: Takes | undefined;
  readonly returns?: Structure | undefined;
  /** The options for another batch, where they follow from it. */
  readonly atBatch?: ((batch: number) => AnyOptions) | undefined;
}

/** Of the ways to write a function, those of `torch.nn.functional` alone take the flag, and not those that end in _. */
const checkInplace = ({ id, op = '', options: given }: CallJson, spelling: string, path: string): void => {
  if (given?.inplace !== true || (spelling.startsWith('torch.nn.functional.') && !spelling.endsWith('_'))) return;
  const rule = `it cannot be written ${spelling}, which has no such argument`;
  const complaint = { code: 'option', option: 'inplace', rule, got: true } as const;
  refuseOne(issue('layer', `${path}.options.inplace`, { layer: id, kind: op, complaint }));
};

export const checkReturns = (returns: Structure | undefined, count: number, path: string): void => {
  if (returns !== undefined && !isInOrder(returns, count)) refuseOne(issue('packing', path, { count }));
};

const refusePacked = (path: string): never =>
  refuseOne(issue('invalid', path, { reason: 'Only a call with a body of its own has "takes" and "returns".' }));

export const readCalls = (json: Checked, byPath: ReadonlyMap<string, Module>): readonly Call[] => {
  const batch = json.inputs[0]?.shape[0] ?? 1;
  const readCall = (given: CallJson, path: string, running: readonly Module[]): Call => {
    if ((given.module === undefined) === (given.op === undefined)) {
      return refuseOne(issue('invalid', path, { reason: 'A call needs either "module" or "op", not both.' }));
    }
    const { id, inputs, named = {} } = given;
    if (given.op !== undefined) {
      const definition = findKind(given.op, 'function', `${path}.op`);
      if (given.calls || given.outputs) return refuseOne(issue('body', path, { kind: given.op, expected: false }));
      if (given.takes || given.returns !== undefined) return refusePacked(path);
      const atBatch = dependsOnBatch(given.options)
        ? (size: number) => parseOptions(definition, optionsAt(given.options, size) as AnyOptions, path, id)
        : undefined;
      const own = atBatch ? atBatch(batch) : parseOptions(definition, given.options, path, id);
      const spellings = spellingsFor(definition, own);
      const spelling = given.spelling ?? (spellings[0] as string);
      if (!spellings.includes(spelling))
        return refuseOne(issue('unknown_spelling', `${path}.spelling`, { kind: given.op, spelling, spellings }));
      checkInplace(given, spelling, path);
      return {
        id,
        path,
        module: undefined,
        definition,
        options: own,
        spelling,
        inputs,
        named,
        body: undefined,
        outputs: undefined,
        ...(atBatch ? { atBatch } : {}),
      };
    }
    if (inputs.length === 0) return refuseOne(issue('no_input', `${path}.inputs`, { module: given.module as string }));
    const module = byPath.get(given.module as string);
    if (!module)
      return refuseOne(
        issue('unknown_module', `${path}.module`, {
          module: given.module as string,
          nearest: nearest(given.module as string, byPath.keys()),
        }),
      );
    if (running.includes(module)) return refuseOne(issue('recursion', path, { module: given.module as string }));
    if (module.definition) {
      if (given.calls || given.outputs) return refuseOne(issue('body', path, { kind: module.kind, expected: false }));
      if (given.takes || given.returns !== undefined) return refusePacked(path);
      return layerCall(module, module.definition, given, path);
    }
    if (given.options)
      return refuseOne(
        issue('invalid', `${path}.options`, { reason: 'Options belong to the module, not to its call.' }),
      );
    if (given.named)
      return refuseOne(issue('invalid', `${path}.named`, { reason: `A ${module.kind} takes its inputs in order.` }));
    const common = {
      id,
      path,
      module,
      definition: undefined,
      options: module.options,
      spelling: undefined,
      inputs,
      named,
    };
    const { takes, returns } = given;
    if (takes && !isInOrder([...takes.args, ...Object.values(takes.kwargs ?? {})], inputs.length))
      return refuseOne(issue('packing', `${path}.takes`, { count: inputs.length }));
    checkReturns(returns, given.outputs?.length ?? 1, `${path}.returns`);
    const hasBody = given.calls !== undefined && given.outputs !== undefined;
    const within = [...running, module];
    if (hasBody)
      return {
        ...common,
        body: given.calls.map((inner, index) => readCall(inner, `${path}.calls[${index}]`, within)),
        outputs: given.outputs,
        ...(takes ? { takes } : {}),
        ...(returns === undefined ? {} : { returns }),
      };
    if (takes || returns !== undefined) return refusePacked(path);
    if (!containers[module.kind]?.called) return refuseOne(issue('not_called', path, { kind: module.kind }));
    if (given.calls || given.outputs || !containers[module.kind]?.implied)
      return refuseOne(issue('body', path, { kind: module.kind, expected: true }));
    return impliedCall(common, within, path);
  };
  /** A call of a layer. */
  const layerCall = (
    module: Module,
    definition: LayerDefinition,
    given: Pick<CallJson, 'id' | 'inputs' | 'named' | 'options'>,
    path: string,
  ): Call => {
    const { id, inputs, named = {} } = given;
    const own = parse(definition.callSchema, given.options, path);
    const options = definition.callOptionNames.length > 0 ? { ...module.options, ...own } : module.options;
    const common = { id, path, module, options, spelling: undefined, inputs, named };
    return { ...common, definition, body: undefined, outputs: undefined };
  };
  /** The body of a Sequential: each child takes what the one before it gave. */
  const impliedCall = (common: Omit<Call, 'body' | 'outputs'>, running: readonly Module[], path: string): Call => {
    const body: Call[] = [];
    let inputs = common.inputs;
    for (const [name, child] of (common.module as Module).children) {
      const id = `${common.id}/${name}`;
      if (running.includes(child)) return refuseOne(issue('recursion', path, { module: child.paths[0] as string }));
      const shared = {
        id,
        path,
        module: child,
        definition: undefined,
        options: child.options,
        spelling: undefined,
        inputs,
        named: {},
      };
      if (child.definition) body.push(layerCall(child, child.definition, { id, inputs }, path));
      else if (containers[child.kind]?.implied) body.push(impliedCall(shared, [...running, child], path));
      else return refuseOne(issue('body', path, { kind: child.kind, expected: true }));
      inputs = [id];
    }
    return { ...common, body, outputs: inputs };
  };
  const root = byPath.get('') as Module;
  return json.calls.map((call, index) => readCall(call, `calls[${index}]`, root.definition ? [] : [root]));
};
