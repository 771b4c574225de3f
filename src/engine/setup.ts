/** A layer with its options: what follows from these, and what each call comes to, found once for tensors that are alike. */

import type { Complaint } from './complaint.ts';
import type { Child } from './composition.ts';
import { ownComplaintOf } from './fit.ts';
import type { Symbols } from './formula.ts';
import { interned } from './interned.ts';
import type { AnyOptions, Inputs, LayerDefinition, Named, Storage, Weight } from './layer.ts';
import { currentGeneration, remember } from './remembered.ts';
import { resultsOf, storageOf } from './results.ts';
import { spellingsFor } from './spellings.ts';
import { symbolsOf } from './symbols.ts';
import { isFloating, numel, type Tensor } from './tensor.ts';

/** A tensor that a call is given: of those that are alike, which are the very same. */
export interface Value {
  readonly tensor: Tensor;
  /** Whether it follows from a parameter that is learnt. */
  isLearning: boolean;
}

/** What a call is given, in order and by name. */
export interface Given {
  readonly values: readonly Value[];
  readonly named: Readonly<Record<string, Value>>;
}

/** Nothing given by name. */
export const none: Given['named'] = {};

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

/** What a call of a layer comes to: a function of the layer, its options, how it is written and the tensors that it is given. */
export class Outcome {
  readonly setup: Setup;
  readonly spelling: string | undefined;
  readonly inputs: Inputs;
  readonly named: Named;
  /** The tensors that it is given, each once however often it is given. */
  readonly distinct: readonly Tensor[];
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
  private known: Symbols | undefined;

  constructor(setup: Setup, spelling: string | undefined, given: Given) {
    const { definition, options } = setup;
    const { values, named } = given;
    this.setup = setup;
    this.spelling = spelling;
    this.inputs = values.map(tensorOf) as unknown as Inputs;
    this.named = named === none ? noTensors : tensorsOf(named);
    const distinct =
      values.length === 1 && named === none ? values : [...new Set([...values, ...Object.values(named)])];
    this.distinct = distinct === values ? this.inputs : distinct.map(tensorOf);
    this.places = values.map((value) => distinct.indexOf(value));
    this.storage = 'new';
    this.outputs = [];
    this.sources = [];
    this.isFresh = true;
    this.canLearn = [];
    this.complaint = ownComplaintOf(definition, options, this.inputs, this.named, spelling);
    if (this.complaint || definition.body) return;
    this.storage = storageOf(definition, options, this.inputs, spelling);
    const { outputs, sources } = this.results(distinct, given);
    this.sources = sources;
    this.isFresh = sources.every((source) => source < 0);
    this.outputs = outputs.map((output, place) =>
      (sources[place] as number) < 0 ? interned(output) : (this.distinct[sources[place] as number] as Tensor),
    );
    this.canLearn = outputs.map(({ dtype }) => isFloating(dtype));
    this.complaint = emptyComplaint(outputs);
  }

  /** The results, and which of the distinct values each is: among tensors that are alike a copy of each tells. */
  private results(distinct: readonly Value[], { values, named }: Given) {
    const { definition, options } = this.setup;
    const areAlike = new Set(this.distinct).size < distinct.length;
    if (!areAlike) {
      const outputs = resultsOf(definition, options, this.inputs, this.named, this.storage);
      return { outputs, sources: outputs.map((output) => this.distinct.indexOf(output)) };
    }
    const copies = distinct.map(({ tensor }) => ({ ...tensor }));
    const copy = (value: Value): Tensor => copies[distinct.indexOf(value)] as Tensor;
    const inputs = values.map(copy) as unknown as Inputs;
    const byName = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, copy(value)]));
    const outputs = resultsOf(definition, options, inputs, byName, this.storage);
    return { outputs, sources: outputs.map((output) => copies.indexOf(output)) };
  }

  /** Whether the first result is the very tensor that it is given first. */
  get isItself(): boolean {
    return this.sources[0] === 0;
  }

  get symbols(): Symbols {
    const { definition, options } = this.setup;
    this.known ??= symbolsOf(definition, options, this.inputs, this.outputs, this.named);
    return this.known;
  }
}

/** A tensor, the name of the tensor that follows, or the place of a tensor that was given before. */
type Key = Tensor | string | number;

/** So many values are searched through one by one. */
const few = 16;

const keysOf = ({ values, named }: Given): Key[] => {
  const places = new Map<Value, number>();
  const keyOf = (value: Value): Key => {
    const place = places.get(value);
    if (place === undefined) places.set(value, places.size);
    return place ?? value.tensor;
  };
  return [...values.map(keyOf), ...Object.entries(named).flatMap(([name, value]) => [name, keyOf(value)])];
};

/** A step on the way to an outcome: one for each thing that a call is given. */
class Step {
  outcome: Outcome | undefined;
  private key: Key | undefined;
  private next: Step | undefined;
  private others: Map<Key, Step> | undefined;

  to(key: Key): Step {
    if (this.next !== undefined && this.key === key) return this.next;
    return this.others?.get(key) ?? this.add(key);
  }

  private add(key: Key): Step {
    remember();
    const made = new Step();
    if (this.next === undefined) {
      this.key = key;
      this.next = made;
    } else {
      this.others ??= new Map();
      this.others.set(key, made);
    }
    return made;
  }
}

/** A layer with its options, checked and completed. */
export class Setup {
  readonly definition: LayerDefinition;
  readonly options: AnyOptions;
  private first = new Step();
  private since = currentGeneration();
  private ownWeights: readonly Weight[] | undefined;
  private ownChildren: readonly Child[] | undefined;
  private learns: boolean | undefined;
  private ownSpellings: readonly string[] | undefined;

  constructor(definition: LayerDefinition, options: AnyOptions) {
    this.definition = definition;
    this.options = options;
  }

  /** The tensors that the layer's kind makes. */
  get weights(): readonly Weight[] {
    this.ownWeights ??= this.definition.weights(this.options);
    return this.ownWeights;
  }

  /** The modules that the layer's constructor makes inside of it. */
  get children(): readonly Child[] {
    this.ownChildren ??= this.definition.children(this.options);
    return this.ownChildren;
  }

  /** Whether the layer's kind makes anything that is learnt. */
  get isLearnt(): boolean {
    this.learns ??= this.weights.some(({ buffer }) => !buffer);
    return this.learns;
  }

  /** The ways to write a call with these options, the usual one first. */
  get spellings(): readonly string[] {
    this.ownSpellings ??= spellingsFor(this.definition, this.options);
    return this.ownSpellings;
  }

  /** What a call comes to. All tensors must be interned. */
  outcome(spelling: string | undefined, given: Given): Outcome {
    if (this.since !== currentGeneration()) {
      this.since = currentGeneration();
      this.first = new Step();
    }
    const { values, named } = given;
    let step = spelling === undefined ? this.first : this.first.to(spelling);
    const [only] = values;
    if (only && values.length === 1 && named === none) step = step.to(only.tensor);
    else if (named === none && values.length <= few)
      for (const [index, value] of values.entries()) {
        const place = values.indexOf(value);
        step = step.to(place < index ? place : value.tensor);
      }
    else for (const key of keysOf(given)) step = step.to(key);
    step.outcome ??= new Outcome(this, spelling, given);
    return step.outcome;
  }
}
