/** From a flat list of picks to a valid architecture: each pick is read against the values at hand and repaired until it fits. */

import {
  type AnyOptions,
  type ArchitectureJson,
  architectureSchemaName,
  type CallJson,
  type Draw,
  type LayerDefinition,
  layers,
  numel,
  type Tensor,
} from '../engine/index.ts';
import { complaintOf, resultsOf, spellingsFor, storageOf, type Wanted } from '../engine/layer.ts';
import { isOwnReference } from '../engine/ownTensors.ts';
import { type Dtype, isInteger, tensor as made } from '../engine/tensor.ts';
import {
  areIndicesGiven,
  type Body,
  isWritable,
  type MadeModule,
  type Memories,
  memoryOf,
  overwrites,
  replay,
  type Value,
} from './again.ts';
import { drawOwn, drawTie, type Listed, packings, withOwn } from './own.ts';
import {
  type Bounds,
  drawable,
  drawFrom,
  drawFrozen,
  drawShape,
  isImageNetwork,
  nameOf,
  type Picks,
  ranksOf,
} from './picks.ts';

/** A container that was closed, with the body that it ran. */
interface Closed {
  readonly path: string;
  readonly kind: 'Sequential' | 'Module';
  readonly body: Body;
  readonly packing: (typeof packings)[number];
}

interface Scope {
  readonly path: string;
  readonly kind: 'root' | 'Sequential' | 'Module';
  readonly id: string;
  readonly input: Value | undefined;
  readonly values: Value[];
  readonly calls: CallJson[];
  children: number;
  /** The ModuleList in which the scope's further modules lie. */
  list: { readonly path: string; length: number } | undefined;
  readonly packing: (typeof packings)[number];
}

type Shaping = { readonly share: number; readonly even: number };

const deepestScope = 3;
const mostInputs = 6;
/** Earlier values on which a kind is tried that does not fit the latest. */
const earlierTries = 4;
const usualElements = 20_000;
/** Elements of a module's weights: layers that widen one after the other would grow beyond all memory. */
const mostWeights = 1_000_000;

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('.'), 0));

/** Every value that calls read. */
const referencesIn = (calls: readonly CallJson[]): Set<string> =>
  new Set(
    calls.flatMap(({ inputs, named, calls: body }) => [
      ...inputs,
      ...Object.values(named ?? {}),
      ...referencesIn(body ?? []),
    ]),
  );

/** Lists of two numbers and more made of their first one. */
const evened = (options: AnyOptions): AnyOptions =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      Array.isArray(value) && value.every((item) => typeof item === 'number') ? value.map(() => value[0]) : value,
    ]),
  );

/** Options as the kind draws them, made even where that is asked for and fits; undefined where none fit. */
const optionsFor = (
  definition: LayerDefinition,
  draw: Draw,
  tensor: Tensor,
  isEven: boolean,
): AnyOptions | undefined => {
  const drawn = definition.generate.options(draw, tensor);
  const [asDrawn, asEvened] = [drawn, drawn && isEven ? evened(drawn) : undefined].map((options) => {
    const parsed = options && definition.schema.safeParse(options);
    return parsed?.success && !definition.valid(parsed.data) ? parsed.data : undefined;
  });
  const fits = asEvened && definition.arity === 1 && !complaintOf(definition, asEvened, [tensor]);
  return fits ? asEvened : asDrawn;
};

/** Reads picks into an architecture that PyTorch can build and run. Always succeeds. */
export const resolve = (picks: Picks, bounds: Bounds = {}): ArchitectureJson =>
  resolveCounting(picks, bounds).architecture;

export interface Resolved {
  readonly architecture: ArchitectureJson;
  /** Picks that did not fit, even with a repair. */
  readonly discarded: number;
}

/** As `resolve`, and says how many picks came to nothing. */
export const resolveCounting = ({ input, picks }: Picks, bounds: Bounds = {}): Resolved => {
  const mostElements = bounds.maxElements ?? usualElements;
  const inputDraw = drawFrom(input);
  const theme = inputDraw.integer(0, 99);
  const candidates = drawable(bounds, theme);
  const batch = inputDraw.integer(1, 4);
  const inputs: { name: string; shape: number[]; dtype: Dtype }[] = [];
  const modules: NonNullable<ArchitectureJson['modules']> = [];
  const modulesMade: MadeModule[] = [];
  const closed: Closed[] = [];
  const memories: Memories = { fixed: new Set(), given: new Set() };
  const scopes: Scope[] = [
    {
      path: '',
      kind: 'root',
      id: '',
      input: undefined,
      values: [],
      calls: [],
      children: 0,
      list: undefined,
      packing: {},
    },
  ];
  let names = 0;

  const current = (): Scope => scopes.at(-1) as Scope;
  const childPath = (scope: Scope, name: string): string => (scope.path ? `${scope.path}.${name}` : name);
  const fresh = (stem: string): string => nameOf(stem, ++names);

  const addInput = ({ shape, dtype = 'float32' }: Wanted): Value => {
    const name = `x${inputs.length}`;
    inputs.push({ name, shape: [...shape], dtype });
    const value: Value = { ref: name, tensor: made(shape, dtype), memory: name };
    memories.given.add(name);
    scopes[0]?.values.push(value);
    return value;
  };

  /** Whether an input may have a shape: one of the numbers of dimensions that were asked for, and no more elements. */
  const isAllowed = (shape: readonly number[]): boolean =>
    (!bounds.ranks || bounds.ranks.includes(shape.length)) && numel(shape) <= mostElements;

  /** An input as the kind makes its own where that is of a rank that was asked for, else one of an ordinary shape. */
  const inputFor = (definition: LayerDefinition, draw: Draw, ranks: readonly [number, ...number[]]): Wanted => {
    const own = definition.generate.input?.(draw, batch);
    return own && isAllowed(own.shape) ? own : { shape: drawShape(draw, draw.oneOf(ranks), batch, mostElements) };
  };

  /** A value at hand of that shape and type, or a further input of the network; undefined where that has enough. */
  const obtain = ({ shape, dtype = 'float32' }: Wanted): Value | undefined => {
    // A kind may ask for what follows from dimensions that the value at hand does not have.
    if (!shape.every((size) => Number.isSafeInteger(size) && size > 0) || !isAllowed(shape)) return undefined;
    // Integers that are asked for are indices.
    const isWanted = ({ tensor, memory }: Value) =>
      tensor.dtype === dtype &&
      (!isInteger(dtype) || memories.given.has(memory)) &&
      tensor.shape.length === shape.length &&
      tensor.shape.every((size, dimension) => size === shape[dimension]);
    return (
      current().values.findLast(isWanted) ??
      (scopes.length === 1 && inputs.length < mostInputs ? addInput({ shape, dtype }) : undefined)
    );
  };

  const isOwn = ({ ref }: Value): boolean => isOwnReference(ref);

  /** Gives the module in which calls are made a parameter or buffer, which they may then read. */
  const addOwn = (draw: Draw): void => {
    closeSequentials();
    const scope = current();
    if (scope.path === '' && modules[0]?.path !== '') modules.unshift({ path: '', kind: 'Module' });
    const index = modules.findIndex(({ path }) => path === scope.path);
    const module = modules[index] as Listed;
    const latest = scope.values.at(-1) as Value;
    const isTaken = (name: string): boolean =>
      [...(module.parameters ?? []), ...(module.buffers ?? [])].some((given) => given.name === name);
    const own = drawOwn(draw, latest.tensor.shape, isTaken);
    if (!own) return;
    modules[index] = withOwn(module, own);
    const learnt = own.isBuffer || own.isFrozen ? {} : ({ learnt: true } as const);
    const ref = `@${childPath(scope, own.name)}`;
    const value: Value = { ref, tensor: { ...made(own.shape), ...learnt }, memory: ref };
    // A parameter that is written over with what is learnt is learnt from then on, frozen or not.
    memories.fixed.add(ref);
    scope.values.splice(-1, 0, value);
    const { shape, dtype } = latest.tensor;
    // Adding it, broadcast, is what most networks do with a parameter.
    if (!candidates.some(({ kind }) => kind === 'add') || dtype !== 'float32' || own.shape.length > shape.length)
      return;
    const add = layers.get('add') as LayerDefinition;
    const operands = [latest, value].map(({ tensor }) => tensor) as [Tensor, Tensor];
    if (complaintOf(add, { alpha: 1 }, operands)) return;
    const id = fresh('add');
    scope.calls.push({ id, op: 'add', inputs: [latest.ref, value.ref] });
    scope.values.push({ ref: id, tensor: add.outputs({ alpha: 1 }, operands, {})[0] as Tensor, memory: id });
  };

  /** Lets the modules that follow in this scope lie in a ModuleList. */
  const openList = (): void => {
    closeSequentials();
    const scope = current();
    if (scope.list?.length === 0) return;
    const path = childPath(scope, fresh('list'));
    modules.push({ path, kind: 'ModuleList' });
    scope.list = { path, length: 0 };
  };

  const close = (): void => {
    const scope = scopes.pop() as Scope;
    const parent = current();
    if (scope.calls.length === 0) {
      const kept = modules.filter(({ path }) => path !== scope.path && !path.startsWith(`${scope.path}.`));
      modules.splice(0, modules.length, ...kept);
      parent.children--;
      return;
    }
    const last = scope.values.at(-1) as Value;
    const input = scope.input as Value;
    closed.push({
      path: scope.path,
      kind: scope.kind as Closed['kind'],
      body: { input, calls: scope.calls, output: last.ref, own: scope.values.filter(isOwn) },
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

  const closeSequentials = (): void => {
    while (current().kind === 'Sequential') close();
  };

  const open = (
    kind: 'Sequential' | 'Module',
    value: Value,
    isDerived = false,
    packing: Scope['packing'] = {},
  ): void => {
    const parent = current();
    // A Module inside of a Sequential would need a body that the Sequential's call does not carry.
    if (scopes.length > deepestScope || (parent.kind === 'Sequential' && kind === 'Module')) return;
    const id = fresh(kind === 'Module' ? 'block' : 'sequential');
    const name = parent.kind === 'Sequential' ? String(parent.children) : id;
    parent.children++;
    const path = childPath(parent, name);
    const isNamed = kind === 'Module' || isDerived;
    modules.push(isNamed ? { path, kind, class: `${kind === 'Module' ? 'Block' : 'Stack'}${names}` } : { path, kind });
    scopes.push({
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

  const apply = (definition: LayerDefinition, draw: Draw, value: Value, { share, even }: Shaping): boolean => {
    const scope = current();
    const { tensor } = value;
    const again = share % 3 === 2 && !bounds.plain ? reuse(definition, tensor, share) : undefined;
    const isTwin = share % 9 === 1 && !bounds.plain;
    const alike = again ?? (isTwin ? reuse(definition, tensor, share) : undefined);
    const options = alike?.options ?? optionsFor(definition, draw, tensor, even % 3 !== 0);
    if (!options) return false;
    const weights = definition.weights(options).reduce((sum, { shape }) => sum + numel(shape), 0);
    if (weights > mostWeights) return false;
    const others = scope.kind === 'Sequential' ? [] : scope.values.map((other) => other.tensor);
    const { generate } = definition;
    // A Sequential hands its modules nothing but the input.
    const drawnCall = scope.kind === 'Sequential' ? undefined : generate.call?.(draw, tensor, options);
    const ofCall = drawnCall && definition.callSchema.safeParse(drawnCall);
    if (ofCall && !ofCall.success) return false;
    const whole = { ...options, ...(ofCall?.data ?? definition.callSchema.parse({})) };
    const merged = generate.merge?.(draw, tensor, others, whole).map((index) => scope.values[index] as Value) ?? [];
    const wanted = generate.operands?.(draw, tensor, whole) ?? {};
    // For a value of another rank than it takes, a layer may want what is no shape.
    const shapes = [...(wanted.inputs ?? []), ...Object.values(wanted.named ?? {})].map(({ shape }) => shape);
    if (!shapes.every((shape) => shape.every(Number.isSafeInteger))) return false;
    const further = (wanted.inputs ?? []).map(obtain);
    const named = Object.entries(wanted.named ?? {}).map(([name, one]) => [name, obtain(one)] as const);
    if (further.includes(undefined) || named.some(([, found]) => !found)) return false;
    const operands = [value, ...merged, ...(further as Value[])];
    const least = definition.arity === 'list' ? 1 : [definition.arity].flat()[0];
    while (operands.length < (least as number)) operands.push(value);
    const tensors = operands.map((operand) => operand.tensor) as [Tensor, ...Tensor[]];
    const namedTensors = Object.fromEntries(named.map(([name, found]) => [name, (found as Value).tensor]));
    if (complaintOf(definition, whole, tensors, namedTensors)) return false;
    const byName = Object.fromEntries(named) as Readonly<Record<string, Value>>;
    if (!areIndicesGiven(definition, whole, operands as [Value, ...Value[]], byName, memories)) return false;
    const spellings = spellingsFor(definition, options) as readonly [string, ...string[]];
    const drawnSpelling = definition.target === 'function' ? draw.oneOf(spellings) : undefined;
    const isFree = isWritable(
      [...operands, ...named.map(([, found]) => found as Value)] as [Value, ...Value[]],
      memories,
    );
    const isTaken =
      !complaintOf(definition, whole, tensors, namedTensors, drawnSpelling) &&
      (isFree || !overwrites(storageOf(definition, whole, tensors, drawnSpelling), whole));
    const spelling = isTaken ? drawnSpelling : spellings[0];
    const storage = storageOf(definition, whole, tensors, spelling);
    if (overwrites(storage, whole) && !isFree) return false;
    const outputs = resultsOf(definition, whole, tensors, namedTensors, storage);
    if (outputs.some(({ shape }) => shape.some((size) => size < 1) || numel(shape) > mostElements)) return false;
    // No module of a Sequential hands on a tuple.
    if (outputs.length > 1 && scope.kind === 'Sequential') return false;
    const refs = {
      inputs: operands.map(({ ref }) => ref),
      ...(named.length > 0
        ? { named: Object.fromEntries(named.map(([name, found]) => [name, (found as Value).ref])) }
        : {}),
    };
    const { id, path } =
      definition.target === 'function'
        ? { id: fresh(definition.kind), path: undefined }
        : place(scope, definition, options, draw, again, isTwin);
    if (path === undefined) {
      scope.calls.push({
        id,
        op: definition.kind,
        ...refs,
        options: { ...options },
        ...(spelling === undefined || spelling === spellings[0] ? {} : { spelling }),
      });
    } else scope.calls.push({ id, module: path, ...refs, ...(ofCall ? { options: { ...ofCall.data } } : {}) });
    for (const [index, output] of [...outputs.entries()].reverse()) {
      const ref = index === 0 ? id : `${id}:${index}`;
      scope.values.push({ ref, tensor: output, memory: memoryOf(value, storage, definition, ref, memories) });
    }
    return true;
  };

  /** Registers a module, or an alias of one that is used again under another parent or in a Sequential. */
  const place = (
    scope: Scope,
    definition: LayerDefinition,
    options: AnyOptions,
    draw: Draw,
    again: MadeModule | undefined,
    isTwin: boolean,
  ): { id: string; path: string } => {
    const id = fresh(definition.kind);
    if (again && scope.kind !== 'Sequential' && parentOf(again.path) === scope.path) return { id, path: again.path };
    const { list } = scope;
    const name = scope.kind === 'Sequential' ? String(scope.children) : id;
    const path = list ? `${list.path}.${list.length++}` : childPath(scope, name);
    scope.children++;
    if (again) modules.push({ path, same_as: again.path });
    else {
      const frozen = drawFrozen(definition, options, draw);
      const isDerived = draw.integer(0, 11) === 11;
      const tied = isTwin || draw.integer(0, 3) === 3 ? drawTie(draw, definition, options, modulesMade) : undefined;
      modules.push({
        path,
        kind: definition.kind,
        ...(isDerived ? { class: `Own${definition.kind}` } : {}),
        options: { ...options },
        ...(tied ? { tied } : {}),
        ...(frozen.length > 0 ? { frozen } : {}),
      });
      modulesMade.push({ path, definition, options });
    }
    return { id: scope.kind === 'Sequential' ? `${scope.id}/${name}` : id, path };
  };

  const reuse = (definition: LayerDefinition, tensor: Tensor, share: number): MadeModule | undefined => {
    const fitting = modulesMade.filter(
      (module) => module.definition === definition && !complaintOf(definition, module.options, [tensor]),
    );
    return fitting[Math.floor(share / 3) % Math.max(fitting.length, 1)];
  };

  const moduleAt = (path: string): MadeModule | undefined => {
    const given = modules.find((module) => module.path === path);
    const original = given && 'same_as' in given ? given.same_as : path;
    return modulesMade.find((module) => module.path === original);
  };

  /** Calls a container again that was closed before, on the latest value that fits it. */
  const callAgain = (choice: number): boolean => {
    const scope = current();
    const usable = closed.filter(({ kind }) => kind === 'Sequential' || scope.kind !== 'Sequential');
    const container = usable[choice % Math.max(usable.length, 1)];
    if (!container) return false;
    const candidates = scope.kind === 'Sequential' ? scope.values.slice(-1) : scope.values.toReversed();
    let found: { readonly value: Value; readonly again: NonNullable<ReturnType<typeof replay>> } | undefined;
    for (const value of candidates) {
      const again = found ? undefined : replay(container.body, value, moduleAt, fresh, memories);
      if (again) found = { value, again };
    }
    if (!found) return false;
    const { value, again } = found;
    const isHere = scope.kind !== 'Sequential' && parentOf(container.path) === scope.path;
    const id = fresh(container.kind);
    const name = scope.kind === 'Sequential' ? String(scope.children) : id;
    const path = isHere ? container.path : childPath(scope, name);
    if (!isHere) {
      scope.children++;
      modules.push({ path, same_as: container.path });
    }
    const body =
      container.kind === 'Module' ? { calls: again.calls, outputs: [again.output.ref], ...container.packing } : {};
    const ref = scope.kind === 'Sequential' ? `${scope.id}/${name}` : id;
    scope.calls.push({ id: ref, module: path, inputs: [value.ref], ...body });
    scope.values.push({ ref, tensor: again.output.tensor, memory: again.output.memory });
    return true;
  };

  /** Gives a value the rank that a kind wants, without changing the batch. */
  const bridge = (given: Value, rank: number): Value | undefined => {
    const isWithin = current().kind === 'Sequential';
    closeSequentials();
    // What is computed within a Sequential is not seen outside; what it returns is the same.
    const value = isWithin ? (current().values.at(-1) as Value) : given;
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
    const id = fresh('view');
    current().calls.push({ id, op: 'view', inputs: [value.ref], options: { shape } });
    const bridged: Value = {
      ref: id,
      tensor: resultsOf(view, { shape }, [value.tensor], {}, 'alias')[0] as Tensor,
      memory: value.memory,
    };
    current().values.push(bridged);
    return bridged;
  };

  let discarded = 0;
  for (const [index, pick] of picks.entries()) {
    const definition = candidates[pick.kind % candidates.length] as LayerDefinition;
    let draw = drawFrom(pick.numbers);
    const ranks = ranksOf(definition, bounds);
    if (index === 0) {
      const fitting = isImageNetwork(theme) && ranks.includes(4) ? ([4] as const) : ranks;
      addInput(inputFor(definition, inputDraw, fitting));
    }
    const structure = bounds.plain ? 0 : pick.structure % 10;
    if (structure === 9 && scopes.length > 1) close();
    if (structure === 4 && scopes.length > 1) close();
    if ((structure === 4 || structure === 5) && callAgain(pick.share)) continue;
    if (structure === 2 && pick.share % 2 === 1) openList();
    if (structure === 3) addOwn(draw);
    if (structure === 7) open('Sequential', current().values.at(-1) as Value, pick.share % 8 === 7);
    if (structure === 8)
      open('Module', current().values.at(-1) as Value, false, packings[pick.share % packings.length]);
    if (structure === 6 && inputs.length < 3 && pick.structure >= 8000) {
      while (scopes.length > 1) close();
      addInput(inputFor(definition, draw, [ranks[0]]));
    }
    draw = drawFrom(pick.numbers);
    const { operands, input: ownInput } = definition.generate;
    // Real image networks flatten before their first Linear, and torchstat takes no other.
    const isFlat = isImageNetwork(theme) && ranks[0] === 2;
    const needsNoSequential =
      isFlat || definition.target === 'function' || definition.returns !== undefined || definition.arity !== 1;
    // A further input of the network can only be had where the network's own inputs are in sight; within, values at hand must do.
    if (operands && pick.from % 2 === 0) while (scopes.length > 1) close();
    else if (operands || needsNoSequential) closeSequentials();
    const scope = current();
    const latest = scope.values.at(-1) as Value;
    const isChain = scope.kind === 'Sequential' || pick.from % 3 !== 2;
    const value = isChain ? latest : (scope.values[Math.floor(pick.from / 3) % scope.values.length] as Value);
    const flat = isFlat && value.tensor.shape.length > 2 ? bridge(value, 2) : undefined;
    if (apply(definition, draw, flat ?? value, pick)) continue;
    const others = scope.kind === 'Sequential' ? [] : scope.values.toReversed();
    const earlier = others.filter(({ tensor }) => ranks.includes(tensor.shape.length)).slice(0, earlierTries);
    if (earlier.some((other) => apply(definition, drawFrom(pick.numbers), other, pick))) continue;
    // Most kinds take float32 alone.
    const isPlain = ({ tensor }: Value): boolean => tensor.dtype === 'float32' && tensor.shape.length > 1;
    const bridged = bridge(isPlain(value) ? value : (others.find(isPlain) ?? value), ranks[0]);
    if (bridged && apply(definition, drawFrom(pick.numbers), bridged, pick)) continue;
    if (ownInput && inputs.length < mostInputs) {
      while (scopes.length > 1) close();
      const own = obtain(ownInput(drawFrom(pick.numbers), batch));
      if (own && apply(definition, drawFrom(pick.numbers), own, pick)) continue;
    }
    discarded++;
  }
  while (scopes.length > 1) close();
  const root = scopes[0] as Scope;
  // A network takes something, also where all picks came to nothing or work on parameters of its own.
  const taken = referencesIn(root.calls);
  if (!inputs.some(({ name }) => taken.has(name))) {
    const first = root.values.find(({ ref }) => ref === inputs[0]?.name) as Value;
    apply(layers.get('relu') as LayerDefinition, drawFrom([]), first, { share: 0, even: 0 });
  }
  const outputs = [(root.calls.at(-1) as CallJson).id];
  const read = referencesIn(root.calls);
  // An input that was made for a call which then did not fit is of no use.
  const used = inputs.filter(({ name }) => read.has(name));
  const architecture: ArchitectureJson = {
    schema: architectureSchemaName,
    name: 'Network',
    // A network of parameters alone takes an input all the same.
    inputs: used.length > 0 ? used : inputs.slice(0, 1),
    modules,
    calls: root.calls,
    outputs,
  };
  return { architecture, discarded };
};
