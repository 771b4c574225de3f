/** A layer with its options: what follows from these, and what each call comes to, found once for tensors that are alike. */

import type { Child } from './composition.ts';
import type { Dispatch } from './dispatch.ts';
import type { AnyOptions, LayerDefinition } from './layer.ts';
import { type Given, none, Outcome, type Value } from './outcome.ts';
import type { Weight } from './ownTensors.ts';
import { currentGeneration, remember } from './remembered.ts';
import { spellingsFor } from './spellings.ts';
import type { Tensor } from './tensor.ts';

/** A tensor, the name of the tensor that follows, the place of a tensor that was given before, or what a call is dispatched by. */
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
  /** Names of the options that are written as a list of one number, as in `stride=(2,)`, and hold for several dimensions. */
  readonly short: ReadonlySet<string>;

  constructor(definition: LayerDefinition, options: AnyOptions, short: ReadonlySet<string>) {
    this.definition = definition;
    this.options = options;
    this.short = short;
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

  /** What a call comes to, by what it is dispatched by where that changes its results. All tensors must be interned. */
  outcome(spelling: string | undefined, given: Given, dispatch?: Dispatch): Outcome {
    if (this.since !== currentGeneration()) {
      this.since = currentGeneration();
      this.first = new Step();
    }
    const { values, named } = given;
    let step = spelling === undefined ? this.first : this.first.to(spelling);
    if (dispatch) step = step.to(`${dispatch.mode}, ${dispatch.learns}`);
    const [only] = values;
    if (only && values.length === 1 && named === none) step = step.to(only.tensor);
    else if (named === none && values.length <= few)
      for (const [index, value] of values.entries()) {
        const place = values.indexOf(value);
        step = step.to(place < index ? place : value.tensor);
      }
    else for (const key of keysOf(given)) step = step.to(key);
    step.outcome ??= new Outcome(this, spelling, given, dispatch);
    return step.outcome;
  }
}
