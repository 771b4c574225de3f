/** A network as data: its JSON, checked. What the values' shapes are is the business of shapes.ts. */

import { z } from 'zod';
import { type Issue, issue, nearest, Refusal } from './issues.ts';
import { parseJson } from './json.ts';
import { type AnyOptions, type LayerDefinition, spellingsFor } from './layer.ts';
import { layers } from './layers/index.ts';
import { type OwnTensor, ownTensor, splitName, tensorsOf } from './ownTensors.ts';
import {
  dependsOnBatch,
  isInOrder,
  atBatch as optionsAt,
  type Structure,
  structureSchema,
  type Takes,
  takesSchema,
} from './structure.ts';
import { bytesOf, type Dtype, isFloating, numel } from './tensor.ts';

export const architectureSchemaName = 'countersign/architecture@1';

/** Calls within calls and lists within lists; far beyond any real network, and well within what checking can follow. */
const deepest = 100;

const identifier = z
  .string()
  .max(400)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/, 'it must consist of letters, digits and _ . / -');
const reference = z
  .string()
  .max(410)
  .regex(
    /^([A-Za-z0-9_][A-Za-z0-9_./-]*(:[0-9]{1,3})?|@[^.\s]+(\.[^.\s]+)*)$/,
    'it must name a value, as in "conv1" or "lstm:1", or a parameter, as in "@blocks.0.gamma"',
  );
const modulePath = z
  .string()
  .max(400)
  .regex(/^$|^[^.\s]+(\.[^.\s]+)*$/, 'it must be a path such as "features.0"');
const className = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'it must be the name of a Python class');
const options = z.record(z.string(), z.unknown());
const tensorName = z
  .string()
  .max(200)
  .regex(/^[^.\s@]+$/, 'it must be a name without points, as in "gamma"');
const tensorPath = z
  .string()
  .max(400)
  .regex(/^[^.\s@]+(\.[^.\s]+)*$/, 'it must name a parameter or buffer by its path, as in "embed.weight"');
const dtype = z.enum(Object.keys(bytesOf) as [Dtype, ...Dtype[]]).default('float32');
const tensorShape = z.array(z.int().min(1)).max(32);
/** Only floating types can be learnt. */
const learntDtype = z
  .enum((Object.keys(bytesOf) as Dtype[]).filter(isFloating) as [Dtype, ...Dtype[]])
  .default('float32');
const ownParameters = z.array(z.strictObject({ name: tensorName, shape: tensorShape, dtype: learntDtype }));
const ownBuffers = z.array(z.strictObject({ name: tensorName, shape: tensorShape, dtype }));

const inputSchema = z.strictObject({
  name: z
    .string()
    .max(200)
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'it must be a name that Python can give an argument'),
  shape: tensorShape,
  dtype,
});

const moduleSchema = z.union([
  z.strictObject({ path: modulePath, same_as: modulePath }),
  z.strictObject({
    path: modulePath,
    kind: z.string().max(200),
    class: className.optional(),
    options: options.optional(),
    /** Parameters and buffers that are the module's own, beside those of its kind. */
    parameters: ownParameters.optional(),
    buffers: ownBuffers.optional(),
    /** Names under which it has a tensor that is another's, too, by that one's path. */
    tied: z.record(tensorPath, tensorPath).optional(),
    frozen: z.array(z.string()).optional(),
  }),
]);

export interface CallJson {
  readonly id: string;
  readonly module?: string | undefined;
  readonly op?: string | undefined;
  readonly spelling?: string | undefined;
  readonly inputs: readonly string[];
  /** Optional tensors under PyTorch's names of the arguments. */
  readonly named?: Readonly<Record<string, string>> | undefined;
  readonly options?: AnyOptions | undefined;
  readonly calls?: readonly CallJson[] | undefined;
  readonly outputs?: readonly string[] | undefined;
  /** How the inputs are packed in arguments, where they are not plain and in order. */
  readonly takes?: Takes | undefined;
  /** How the outputs are packed, where they are neither one tensor nor a flat tuple. */
  readonly returns?: Structure | undefined;
}

const callSchema: z.ZodType<CallJson, CallJson> = z.strictObject({
  id: identifier,
  module: modulePath.optional(),
  op: z.string().max(200).optional(),
  spelling: z.string().max(200).optional(),
  inputs: z.array(reference),
  named: z.record(z.string().max(200), reference).optional(),
  options: options.optional(),
  get calls() {
    return z.array(callSchema).optional();
  },
  outputs: z.array(reference).min(1).optional(),
  takes: takesSchema.optional(),
  returns: structureSchema.optional(),
});

/** The form of an architecture's JSON; kinds and their options are checked against the registry by `parseArchitecture`. */
export const architectureSchema = z.strictObject({
  schema: z.literal(architectureSchemaName).default(architectureSchemaName),
  name: className.default('Network'),
  inputs: z.array(inputSchema).min(1),
  modules: z.array(moduleSchema).default([]),
  calls: z.array(callSchema).min(1),
  outputs: z.array(reference).min(1),
  returns: structureSchema.optional(),
});

export type ArchitectureJson = z.input<typeof architectureSchema>;
type Checked = z.output<typeof architectureSchema>;

/** A module object. A shared object has several paths; its first is where `named_modules()` finds it. */
export interface Module {
  readonly paths: string[];
  readonly kind: string;
  /** The Python class, for the names that tools print. */
  readonly className: string;
  /** Whether the class is derived from its kind's, as some tools know exact types only. */
  readonly isSubclass: boolean;
  /** Undefined for containers that anybody fills. */
  readonly definition: LayerDefinition | undefined;
  readonly options: AnyOptions;
  /** Its own parameters and buffers by name, in order of registration: those of its kind, then the others. */
  readonly tensors: Map<string, OwnTensor>;
  /** Direct children by name, in order of registration; a shared child appears under each of its names. */
  readonly children: Map<string, Module>;
}

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

/** A checked architecture: every name resolves, every option is one that PyTorch takes. */
export interface Architecture {
  readonly json: Checked;
  readonly name: string;
  readonly inputs: Checked['inputs'];
  readonly root: Module;
  /** Every module object once, in the order of `named_modules()`, the root first. */
  readonly modules: readonly Module[];
  readonly calls: readonly Call[];
  readonly outputs: readonly string[];
}

/** Containers hold modules; a Sequential's forward is its order, a Module's is the body of its call, the others have none. */
const containers: Readonly<Record<string, { readonly implied: boolean; readonly called: boolean }>> = {
  Sequential: { implied: true, called: true },
  Module: { implied: false, called: true },
  ModuleList: { implied: false, called: false },
  ModuleDict: { implied: false, called: false },
  ParameterList: { implied: false, called: false },
  ParameterDict: { implied: false, called: false },
};

/** Names of everything that a module can be. */
export const moduleKinds = (): string[] => [
  ...Object.keys(containers),
  ...[...layers.values()].filter(({ target }) => target === 'module').map(({ kind }) => kind),
];

const isTooDeep = (value: unknown): boolean => {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((item) =>
      item !== null && typeof item === 'object'
        ? Object.values(item).filter((inner) => inner !== null && typeof inner === 'object')
        : [],
    );
  }
  return false;
};

const place = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  );

const received = (value: unknown, path: readonly PropertyKey[]): string => {
  let found: unknown = value;
  for (const key of path)
    found =
      found !== null && typeof found === 'object' && Object.hasOwn(found, key)
        ? (found as Record<PropertyKey, unknown>)[key]
        : undefined;
  if (found === undefined) return 'nothing';
  if (typeof found === 'number') return String(found);
  const text = JSON.stringify(found) ?? String(found);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** Zod's findings as issues: the place, what is wrong with it, and what stands there. */
const issuesOf = (error: z.ZodError, value: unknown, prefix: string): Issue[] =>
  error.issues.slice(0, 20).map((found) => {
    let { message } = found;
    let path = found.path;
    if (found.code === 'invalid_union') {
      // The branch that came furthest is the one that was meant.
      const branches = found.errors.map((branch) => branch[0]).filter((inner) => inner !== undefined);
      const best = branches.sort((a, b) => b.path.length - a.path.length)[0];
      if (best) {
        message = [
          ...new Set(
            branches.filter((branch) => branch.path.length === best.path.length).map((branch) => branch.message),
          ),
        ].join('; or ');
        path = [...found.path, ...best.path];
      }
    }
    const reason = `${message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')}, received ${received(value, path)}.`;
    const where = [prefix, place(path)].filter(Boolean).join('.');
    return issue('invalid', where, { reason: reason.charAt(0).toUpperCase() + reason.slice(1) });
  });

const refuseAll = (issues: readonly Issue[]): never => {
  throw new Refusal(...(issues as [Issue, ...Issue[]]));
};

const refuseOne = (found: Issue): never => refuseAll([found]);

const parse = (schema: z.ZodType<AnyOptions>, given: AnyOptions | undefined, path: string): AnyOptions => {
  const result = schema.safeParse(given ?? {});
  return result.success ? result.data : refuseAll(issuesOf(result.error, given ?? {}, `${path}.options`));
};

/** A layer's options, checked and completed with PyTorch's defaults. Throws Refusal. */
const parseOptions = (
  definition: LayerDefinition,
  given: AnyOptions | undefined,
  path: string,
  name: string,
): AnyOptions => {
  const parsed = parse(definition.schema, given, path);
  const complaint = definition.valid(parsed);
  if (complaint) return refuseOne(issue('layer', `${path}.options`, { layer: name, kind: definition.kind, complaint }));
  return parsed;
};

const findKind = (kind: string, target: 'module' | 'function', path: string): LayerDefinition => {
  const definition = layers.get(kind);
  if (definition?.target === target) return definition;
  if (definition) return refuseOne(issue('wrong_target', path, { kind, target: definition.target }));
  const known =
    target === 'module'
      ? moduleKinds()
      : [...layers.values()].filter((layer) => layer.target === 'function').map((layer) => layer.kind);
  return refuseOne(issue('unknown_kind', path, { kind, nearest: nearest(kind, known) }));
};

/** The tensors that a layer's kind makes. Refuses those that are too large to count. */
const weightsOf = (definition: LayerDefinition, options: AnyOptions, path: string): Map<string, OwnTensor> => {
  const weights = definition.weights(options);
  for (const { shape } of weights)
    if (!Number.isSafeInteger(numel(shape))) refuseOne(issue('too_large', `${path}.options`, { shape }));
  return tensorsOf(weights);
};

const makeModule = (
  paths: string[],
  kind: string,
  className: string | undefined,
  definition: LayerDefinition | undefined,
  options: AnyOptions,
  place: string,
): Module => ({
  paths,
  kind,
  className: className ?? kind,
  isSubclass: className !== undefined && kind !== 'Module',
  definition,
  options,
  tensors: definition ? weightsOf(definition, options, place) : new Map(),
  children: new Map(),
});

/** The module at a path within another. */
export const descendant = (module: Module, path: string): Module | undefined =>
  path === '' ? module : path.split('.').reduce<Module | undefined>((found, name) => found?.children.get(name), module);

/** Makes the modules that a kind's constructor makes, down to the last. */
const addChildren = (module: Module): void => {
  for (const { name, kind, className, options } of module.definition?.children(module.options) ?? []) {
    const cut = name.lastIndexOf('.');
    const parent = descendant(module, name.slice(0, Math.max(cut, 0))) as Module;
    const definition = Object.hasOwn(containers, kind) ? undefined : findKind(kind, 'module', '');
    const child = makeModule(
      module.paths.map((path) => (path ? `${path}.${name}` : name)),
      kind,
      className,
      definition,
      definition ? parseOptions(definition, options, '', name) : {},
      '',
    );
    parent.children.set(name.slice(cut + 1), child);
    addChildren(child);
  }
};

/** Every parameter of a module and of those within, by its path. */
const parameterNames = (module: Module): string[] => [
  ...[...module.tensors].filter(([, { buffer }]) => !buffer).map(([name]) => name),
  ...[...module.children].flatMap(([name, child]) => parameterNames(child).map((inner) => `${name}.${inner}`)),
];

/** A parameter or buffer by its path from a module. */
export const findTensor = (module: Module, name: string): OwnTensor | undefined => {
  const { owner, last } = splitName(name);
  return descendant(module, owner)?.tensors.get(last);
};

/** Takes a parameter of a module, or of one that its constructor made, out of what is learnt. */
const freeze = (module: Module, weight: string, path: string): void => {
  const found = findTensor(module, weight);
  if (found && !found.buffer) found.frozen = true;
  else refuseOne(issue('unknown_weight', path, { weight, weights: parameterNames(module) }));
};

type ListedModule = Exclude<Checked['modules'][number], { readonly same_as: string }>;

/** Gives a module the parameters and buffers that are its own. */
const addTensors = (module: Module, { parameters = [], buffers = [] }: ListedModule, path: string): void => {
  for (const [list, given] of [
    ['parameters', parameters],
    ['buffers', buffers],
  ] as const) {
    for (const [index, { name, shape, dtype }] of given.entries()) {
      const where = `${path}.${list}[${index}]`;
      if (module.tensors.has(name) || module.children.has(name))
        refuseOne(issue('duplicate', `${where}.name`, { what: 'Attribute', name }));
      if (!Number.isSafeInteger(numel(shape))) refuseOne(issue('too_large', `${where}.shape`, { shape }));
      module.tensors.set(name, ownTensor(shape, dtype, list === 'buffers'));
    }
  }
};

/** Lets a module share tensors of others that are listed before it, or its own. */
const tie = (module: Module, tied: Readonly<Record<string, string>>, root: Module, path: string): void => {
  for (const [name, other] of Object.entries(tied)) {
    const found = findTensor(root, other);
    if (!found) {
      refuseOne(issue('unknown_tensor', path, { tensor: other }));
      continue;
    }
    const { owner, last } = splitName(name);
    const holder = descendant(module, owner);
    const own = holder?.tensors.get(last);
    if (!holder || holder.children.has(last) || (owner !== '' && !own))
      refuseOne(issue('unknown_weight', path, { weight: name, weights: parameterNames(module) }));
    if (own && (own.shape.join() !== found.shape.join() || own.dtype !== found.dtype || own.buffer !== found.buffer))
      refuseOne(issue('tied', path, { name, shape: own.shape, other, otherShape: found.shape }));
    holder?.tensors.set(last, found);
  }
};

const readModules = (json: Checked): { root: Module; byPath: Map<string, Module> } => {
  const byPath = new Map<string, Module>();
  const rootIsListed = json.modules[0]?.path === '';
  if (!rootIsListed) {
    byPath.set('', makeModule([''], 'Module', json.name, undefined, {}, ''));
  }
  for (const [index, given] of json.modules.entries()) {
    const path = `modules[${index}]`;
    if (byPath.has(given.path)) refuseOne(issue('duplicate', `${path}.path`, { what: 'Module', name: given.path }));
    const cut = given.path.lastIndexOf('.');
    const parentPath = given.path.slice(0, Math.max(cut, 0));
    const parent = given.path === '' ? undefined : byPath.get(parentPath);
    if (given.path !== '' && !parent)
      refuseOne(issue('orphan', `${path}.path`, { module: given.path, parent: parentPath }));
    if (parent?.definition)
      refuseOne(issue('leaf_parent', `${path}.path`, { module: given.path, parent: parentPath, kind: parent.kind }));
    let made: Module;
    if ('same_as' in given) {
      const original = byPath.get(given.same_as);
      if (!original)
        return refuseOne(
          issue('unknown_module', `${path}.same_as`, {
            module: given.same_as,
            nearest: nearest(given.same_as, byPath.keys()),
          }),
        );
      if (given.path.startsWith(`${given.same_as}.`) || given.same_as === '')
        return refuseOne(issue('recursion', `${path}.same_as`, { module: given.same_as }));
      made = original;
      made.paths.push(given.path);
    } else {
      const isContainer = Object.hasOwn(containers, given.kind);
      const definition = isContainer ? undefined : findKind(given.kind, 'module', `${path}.kind`);
      made = makeModule(
        [given.path],
        given.kind,
        given.class ?? (given.kind === 'Module' ? json.name : undefined),
        definition,
        definition ? parseOptions(definition, given.options, path, given.path) : {},
        path,
      );
      addChildren(made);
    }
    const name = given.path.slice(cut + 1);
    if (parent?.tensors.has(name)) refuseOne(issue('duplicate', `${path}.path`, { what: 'Attribute', name }));
    byPath.set(given.path, made);
    parent?.children.set(name, made);
    if ('same_as' in given) continue;
    addTensors(made, given, path);
    tie(made, given.tied ?? {}, byPath.get('') as Module, `${path}.tied`);
    for (const weight of given.frozen ?? []) freeze(made, weight, `${path}.frozen`);
  }
  return { root: byPath.get('') as Module, byPath };
};

/** Distinct module objects reachable from the root, in the order of `named_modules()`, which finds each by its first path. */
const inOrder = (root: Module): Module[] => {
  const seen = new Set<Module>();
  const stack = [{ module: root, path: '' }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { module, path } = next;
    if (seen.has(module)) continue;
    seen.add(module);
    const others = module.paths.filter((other) => other !== path);
    module.paths.splice(0, module.paths.length, path, ...others);
    const children = [...module.children].map(([name, child]) => ({
      module: child,
      path: path ? `${path}.${name}` : name,
    }));
    for (const child of children.reverse()) stack.push(child);
  }
  return [...seen];
};

/** Of the ways to write a function, those of `torch.nn.functional` alone take the flag, and not those that end in _. */
const checkInplace = ({ id, op = '', options: given }: CallJson, spelling: string, path: string): void => {
  if (given?.inplace !== true || (spelling.startsWith('torch.nn.functional.') && !spelling.endsWith('_'))) return;
  const rule = `it cannot be written ${spelling}, which has no such argument`;
  const complaint = { code: 'option', option: 'inplace', rule, got: true } as const;
  refuseOne(issue('layer', `${path}.options.inplace`, { layer: id, kind: op, complaint }));
};

const checkReturns = (returns: Structure | undefined, count: number, path: string): void => {
  if (returns !== undefined && !isInOrder(returns, count)) refuseOne(issue('packing', path, { count }));
};

const refusePacked = (path: string): never =>
  refuseOne(issue('invalid', path, { reason: 'Only a call with a body of its own has "takes" and "returns".' }));

const readCalls = (json: Checked, byPath: ReadonlyMap<string, Module>): readonly Call[] => {
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

/**
 * Checks an architecture: its form, every kind and option, every path. Throws Refusal with the place of each finding.
 * Takes what JSON.parse gives, or the text itself.
 */
export const parseArchitecture = (given: unknown): Architecture => {
  const value = typeof given === 'string' ? parseJson(given) : given;
  if (isTooDeep(value)) return refuseOne(issue('too_deep', '', { limit: deepest }));
  const result = architectureSchema.safeParse(value);
  if (!result.success) return refuseAll(issuesOf(result.error, value, ''));
  const json = result.data;
  for (const [index, { shape }] of json.inputs.entries()) {
    if (!Number.isSafeInteger(numel(shape))) {
      refuseOne(issue('too_large', `inputs[${index}].shape`, { shape }));
    }
  }
  const { root, byPath } = readModules(json);
  checkReturns(json.returns, json.outputs.length, 'returns');
  return {
    json,
    name: json.name,
    inputs: json.inputs,
    root,
    modules: inOrder(root),
    calls: readCalls(json, byPath),
    outputs: json.outputs,
  };
};
