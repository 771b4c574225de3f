/** What a call of a layer comes to for the tensors that it is given. */

import type { Complaint } from './complaint.ts';
import type { Dispatch } from './dispatch.ts';
import type { Exact } from './exact.ts';
import { ownComplaintOf } from './fit.ts';
import type { Symbols } from './formula.ts';
import { interned } from './interned.ts';
import type { Inputs, Named, Storage } from './layer.ts';
import { resultsOf, storageOf } from './results.ts';
import type { Setup } from './setup.ts';
import { symbolsOf } from './symbols.ts';
import { bytesIn, isFloating, numel, type Tensor } from './tensor.ts';

/** A tensor that a call is given: of those that are alike, which are the very same. */
export interface Value {
  readonly tensor: Tensor;
  /** Its place among the values of a run, in the order in which they come about. */
  readonly number: number;
  /** Whether it follows from a parameter that is learnt. */
  isLearning: boolean;
  /** Whether it is a Parameter, and no tensor that was computed. */
  readonly isParameter: boolean;
}

/** What a call is given, in order and by name. */
export interface Given {
  readonly values: readonly Value[];
  readonly named: Readonly<Record<string, Value>>;
}

/** Nothing given by name. */
export const none: Given['named'] = {};

/** The values among them, each once: in order, then by name. */
export const distinctIn = ({ values, named }: Given): readonly Value[] =>
  values.length === 1 && named === none ? values : [...new Set([...values, ...Object.values(named)])];

/** Whether the very tensor that comes first is given again. */
const isGivenAgain = ({ values: [first, ...others], named }: Given): boolean =>
  first !== undefined && (others.includes(first) || Object.values(named).includes(first));

const noTensors: Named = {};
const tensorOf = ({ tensor }: Value): Tensor => tensor;
const tensorsOf = (values: Readonly<Record<string, Value>>): Named =>
  Object.fromEntries(Object.entries(values).map(([name, { tensor }]) => [name, tensor]));

/** Why a result cannot be counted. */
const emptyComplaint = (outputs: readonly Tensor[]): Complaint | undefined => {
  for (const { shape } of outputs)
    if (!shape.every((size) => Number.isSafeInteger(size) && size > 0) || !Number.isSafeInteger(numel(shape)))
      return { code: 'empty', shape };
  return undefined;
};

/** What a call of a layer comes to: a function of the layer, its options, how it is written, the tensors that it is given and what it is dispatched by. */
export class Outcome {
  readonly setup: Setup;
  readonly spelling: string | undefined;
  /** Whether the call itself costs something, and not what it calls. */
  readonly isLeaf: boolean;
  readonly inputs: Inputs;
  readonly named: Named;
  /** The tensors that it is given, each once however often it is given. */
  readonly distinct: readonly Tensor[];
  /** Those of them that it looks at. */
  readonly read: readonly Tensor[];
  /** For each input, which of the distinct tensors it is. */
  readonly places: readonly number[];
  readonly complaint: Complaint | undefined;
  readonly storage: Storage;
  /** None of a composite, whose results follow from its body. */
  readonly outputs: readonly Tensor[];
  /** For each output, which of the distinct tensors it is; -1 for one of its own. */
  readonly sources: readonly number[];
  /** Whether all outputs are of its own. */
  readonly isFresh: boolean;
  /** For each output, whether it is of a type that can follow from what is learnt. */
  readonly canLearn: readonly boolean[];
  /** What a convention has worked out for it, for that one to find again at once. */
  note: unknown;
  private known: Symbols | undefined;
  private sizes: readonly Exact[] | undefined;

  constructor(setup: Setup, spelling: string | undefined, given: Given, dispatch: Dispatch | undefined) {
    const { definition, options } = setup;
    const { values, named } = given;
    this.setup = setup;
    this.spelling = spelling;
    this.isLeaf = definition.body === undefined;
    this.inputs = values.map(tensorOf) as unknown as Inputs;
    this.named = named === none ? noTensors : tensorsOf(named);
    const distinct = distinctIn(given);
    this.distinct = distinct === values ? this.inputs : distinct.map(tensorOf);
    this.read = this.distinct;
    this.places = values.map((value) => distinct.indexOf(value));
    this.storage = 'new';
    this.outputs = [];
    this.sources = [];
    this.isFresh = true;
    this.canLearn = [];
    this.complaint = ownComplaintOf(definition, options, this.inputs, this.named, spelling);
    if (this.complaint || !this.isLeaf) return;
    const storage = storageOf(definition, options, this.inputs, spelling);
    if (storage === 'in place' && definition.apart && isGivenAgain(given)) {
      this.complaint = { code: 'overwrite', rule: 'the input is given again as another operand' };
      return;
    }
    const unread = named === none ? [] : definition.unread(options, this.named);
    if (unread.length > 0) {
      const names = Object.keys(named).filter((name) => !unread.includes(name));
      this.read = [...new Set([...values, ...names.map((name) => named[name] as Value)])].map(tensorOf);
    }
    this.storage = storage;
    const { outputs, sources } = this.results(distinct, given, dispatch);
    // What takes new memory is another tensor, however alike it is.
    this.sources = this.storage === 'new' ? sources.map(() => -1) : sources;
    this.isFresh = this.sources.every((source) => source < 0);
    this.outputs = outputs.map((output, place) =>
      (sources[place] as number) < 0 ? interned(output) : (this.distinct[sources[place] as number] as Tensor),
    );
    this.canLearn = outputs.map(({ dtype }) => isFloating(dtype) && !definition.unlearnt);
    this.complaint = emptyComplaint(outputs);
  }

  /** The results, and which of the distinct values each is: among tensors that are alike a copy of each tells. */
  private results(distinct: readonly Value[], { values, named }: Given, dispatch: Dispatch | undefined) {
    const { definition, options } = this.setup;
    const areAlike = new Set(this.distinct).size < distinct.length;
    if (!areAlike) {
      const outputs = resultsOf(definition, options, this.inputs, this.named, this.storage, dispatch);
      return { outputs, sources: outputs.map((output) => this.distinct.indexOf(output)) };
    }
    const copies = distinct.map(({ tensor }) => ({ ...tensor }));
    const copy = (value: Value): Tensor => copies[distinct.indexOf(value)] as Tensor;
    const inputs = values.map(copy) as unknown as Inputs;
    const byName = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, copy(value)]));
    const outputs = resultsOf(definition, options, inputs, byName, this.storage, dispatch);
    return { outputs, sources: outputs.map((output) => copies.indexOf(output)) };
  }

  /** Whether the first result is the very tensor that it is given first. */
  get isItself(): boolean {
    return this.sources[0] === 0;
  }

  /** Bytes of each output. */
  get bytes(): readonly Exact[] {
    this.sizes ??= this.outputs.map(bytesIn);
    return this.sizes;
  }

  get symbols(): Symbols {
    const { definition, options } = this.setup;
    this.known ??= symbolsOf(definition, options, this.inputs, this.outputs, this.named);
    return this.known;
  }
}
