/** Runs an architecture on shapes alone. */

import { append } from './append.ts';
import type { Architecture } from './architecture.ts';
import { bodyOf } from './body.ts';
import { type Call, noNames } from './call.ts';
import type { Complaint } from './complaint.ts';
import { dispatchOf, type Running } from './dispatch.ts';
import { interned } from './interned.ts';
import { issue, Refusal } from './issues.ts';
import type { Inputs } from './layer.ts';
import { type Around, Leaf } from './leaf.ts';
import { hasLearnt, type Module } from './modules.ts';
import { type Given, none, type Outcome, type Value } from './outcome.ts';
import type { Arrival, ShapedCall, ShapedNetwork } from './shapes.ts';
import { type Dtype, numel, type Tensor } from './tensor.ts';
import { Values } from './values.ts';

const refuseLayer = (call: Call, layer: string, kind: string, complaint: Complaint): never => {
  throw new Refusal(issue('layer', call.path, { layer, kind, complaint }));
};

interface Placed {
  readonly path: string;
}

/** A place in something that has a place itself. */
const at = ({ path }: Placed, name: string): string => (path === '' ? name : `${path}.${name}`);

const tensorsOf = (values: readonly Value[]): Inputs => values.map(({ tensor }) => tensor) as unknown as Inputs;

/** Whether of two values the second one alone is a Parameter, whose class is derived from that of other tensors. */
const isParameterLast = ([first, second]: readonly Value[]): boolean =>
  second?.isParameter === true && !first?.isParameter;

/** What the calls in a container's or composite's body run in. */
const insideOf = (
  module: Module,
  outcome: Outcome | undefined,
  { values }: Given,
  body: readonly Call[],
  around: Around,
): Around => {
  const { nesting, fusion } = around;
  const inner = { module, nesting, fusion };
  const kernel = outcome?.setup.definition.kernel(outcome.setup.options, outcome.inputs, outcome.named) ?? 'plain';
  if (kernel === 'plain') return inner;
  const learns = (within: Module): boolean => values.some((one) => one.isLearning) || hasLearnt(within);
  if (kernel === 'fused') return { ...inner, fusion: { composite: module, nesting, isLearning: learns(module) } };
  // The first layer of a stack decides for all.
  const first = body.find((one) => one.module)?.module as Module;
  return { ...inner, nesting: learns(first) ? 'without gradients' : 'always' };
};

/** A list of names in something, and the places of what they name where they are known. */
interface Reading {
  readonly names: readonly string[];
  readonly sources?: Call['sources'];
  readonly owner: Placed;
  readonly list: string;
}

/** What a tool runs another network with than its own. */
export interface Circumstances {
  /** The first dimension of every input, and its type, as tools set them that make inputs of their own. */
  readonly batch?: number | undefined;
  readonly dtype?: Dtype | undefined;
  readonly running?: Running | undefined;
}

/** A run on shapes: the values that there are so far, the calls as they finish, and those that have begun where one refuses. */
class Run {
  private readonly values: Values;
  private readonly size: number;
  private readonly running: Running | undefined;
  private readonly finished: ShapedCall[];
  private readonly begun: Arrival[];

  constructor(values: Values, size: number, running: Running | undefined, finished: ShapedCall[], begun: Arrival[]) {
    this.values = values;
    this.size = size;
    this.running = running;
    this.finished = finished;
    this.begun = begun;
  }

  private readOne({ names, sources, owner, list }: Reading, index: number): Value {
    const name = names[index] as string;
    const { values } = this;
    return values.at(sources?.[index])?.[0] ?? values.find(name) ?? values.refuse(name, `${at(owner, list)}[${index}]`);
  }

  readAll(reading: Reading): readonly Value[] {
    const { names, sources } = reading;
    if (names.length !== 1) return names.map((_, index) => this.readOne(reading, index));
    // Most read the one value that a call gives, of which there is a list already.
    const given = this.values.at(sources?.[0]);
    return given?.length === 1 ? given : [this.readOne(reading, 0)];
  }

  private readNamed(call: Call): Given['named'] {
    if (call.named === noNames) return none;
    const { values } = this;
    const found = Object.entries(call.named).map(([name, reference]) => [
      name,
      values.find(reference) ?? values.refuse(reference, `${call.path}.named.${name}`),
    ]);
    return found.length > 0 ? Object.fromEntries(found) : none;
  }

  define(name: string, place: number | undefined, given: readonly Value[], owner: Placed, key: string): void {
    if (!this.values.define(name, place, given))
      throw new Refusal(issue('duplicate', at(owner, key), { what: 'Value', name }));
  }

  call(call: Call, around: Around): void {
    const values = this.readAll({ names: call.inputs, sources: call.sources, owner: call, list: 'inputs' });
    const reflected = call.reflected && isParameterLast(values) ? call.reflected : undefined;
    const given = { values: reflected ? values.toReversed() : values, named: this.readNamed(call) };
    const setup = reflected?.setup ?? (call.atBatch ? call.atBatch(this.size) : call.setup);
    const dispatch = this.running && setup?.definition.otherwise && dispatchOf(this.running, given);
    const outcome = setup?.outcome(reflected?.spelling ?? call.spelling, given, dispatch);
    try {
      if (outcome?.complaint)
        refuseLayer(call, call.module?.path || call.id, outcome.setup.definition.kind, outcome.complaint);
      if (outcome?.isLeaf) this.leaf(call, outcome, given, around);
      else this.body(call, outcome, given, around);
    } catch (error) {
      const kind = setup?.definition.kind ?? call.module?.kind ?? '';
      const inputs = outcome?.inputs ?? tensorsOf(given.values);
      this.begun.unshift({ kind, module: call.module, inputs, takes: call.takes });
      throw error;
    }
  }

  private leaf(call: Call, outcome: Outcome, given: Given, around: Around): void {
    const leaf = new Leaf(call, outcome, given, around, this.values);
    this.define(call.id, call.place, leaf.left, call, 'id');
    append(this.finished, leaf);
  }

  private body(call: Call, outcome: Outcome | undefined, given: Given, around: Around): void {
    const module = call.module as Module;
    const inputs = outcome?.inputs ?? tensorsOf(given.values);
    const named = outcome?.named ?? {};
    const body = outcome ? bodyOf(call, outcome.setup.definition, inputs, named) : (call.body ?? []);
    const inner = insideOf(module, outcome, given, body, around);
    for (const part of body) {
      this.call(part, inner);
      if (module.kind === 'Sequential' && (this.values.givenBy(part.id)?.length ?? 0) > 1)
        refuseLayer(call, part.module?.path ?? part.id, part.module?.kind ?? '', { code: 'tuple' });
    }
    // A composite gives what the last of its calls gives.
    const results = call.outputs ?? body.slice(-1).map(({ id: last }) => last);
    const outputs = this.readAll({ names: results, owner: call, list: 'outputs' });
    this.define(call.id, call.place, outputs, call, 'id');
    this.finished.push({
      id: call.id,
      module,
      options: call.options,
      spelling: call.spelling,
      inputs,
      named,
      outputs: tensorsOf(outputs),
      returns: call.returns,
      takes: call.takes,
      within: around.module,
      definition: undefined,
      body,
      results,
    });
  }
}

/**
 * Runs an architecture. `finished` collects the calls as they finish, and `begun` those that have not where one refuses.
 * Throws Refusal.
 */
export const runOnShapes = (
  architecture: Architecture,
  finished: ShapedCall[],
  begun: Arrival[],
  { batch, dtype: type, running }: Circumstances = {},
): ShapedNetwork => {
  const { root, names, calls, outputs } = architecture;
  const values = new Values(root, names);
  const run = new Run(values, batch ?? architecture.inputs[0]?.shape[0] ?? 1, running, finished, begun);
  const inputs = architecture.inputs.map(({ name, shape, dtype }, index): Tensor => {
    const given = batch === undefined ? shape : [batch, ...shape.slice(1)];
    const strides = given.map((_, dimension) => numel(given.slice(dimension + 1)));
    const made = interned({ shape: given, dtype: type ?? dtype, strides });
    run.define(name, names.placeOf(name), [values.fresh(made)], { path: `inputs[${index}]` }, 'name');
    return made;
  });
  const around: Around = { module: root, nesting: 'never', fusion: undefined };
  for (const call of calls) run.call(call, around);
  const kept = run.readAll({ names: outputs, owner: { path: '' }, list: 'outputs' });
  return {
    architecture,
    inputs: inputs as unknown as Inputs,
    outputs: tensorsOf(kept),
    kept,
    valueCount: values.count,
    calls: finished,
  };
};
