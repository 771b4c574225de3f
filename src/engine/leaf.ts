/** A call of a layer or function that has run on shapes. */

import type { Call } from './call.ts';
import type { Symbols } from './formula.ts';
import type { AnyOptions, Inputs, LayerDefinition, Named, Storage } from './layer.ts';
import { hasLearnt, type Module } from './modules.ts';
import { distinctIn, type Given, none, type Outcome, type Value } from './outcome.ts';
import { returnsOf } from './results.ts';
import type { Fusion, LeafCall, Nesting } from './shapes.ts';
import type { Structure } from './structure.ts';
import type { Tensor } from './tensor.ts';
import type { Values } from './values.ts';

/** What a call runs in. */
export interface Around {
  readonly module: Module;
  readonly nesting: Nesting;
  readonly fusion: Fusion | undefined;
}

const noNames: readonly string[] = [];

const learningAmong = (named: Given['named']): readonly string[] =>
  named === none ? noNames : Object.keys(named).filter((name) => (named[name] as Value).isLearning);

const isLearning = ({ values }: Given): boolean => {
  for (const value of values) if (value.isLearning) return true;
  return false;
};

/** The values that a call leaves: its own, or those that it was given where it returns or overwrites them. */
const valuesFrom = (
  { outputs, sources, isFresh, canLearn }: Outcome,
  given: Given,
  learns: boolean,
  values: Values,
): readonly Value[] => {
  const distinct = isFresh ? given.values : distinctIn(given);
  const leave = (place: number): Value => {
    const source = sources[place] as number;
    const value = source < 0 ? values.fresh(outputs[place] as Tensor) : (distinct[source] as Value);
    if (learns && canLearn[place]) value.isLearning = true;
    return value;
  };
  // Most leave one, of which a list is made at once.
  return outputs.length === 1 ? [leave(0)] : outputs.map((_, place) => leave(place));
};

export class Leaf implements LeafCall {
  readonly outcome: Outcome;
  readonly definition: LayerDefinition;
  readonly given: Given;
  readonly left: readonly Value[];
  readonly isLearning: boolean;
  readonly learningNames: readonly string[];
  private readonly call: Call;
  private readonly around: Around;

  constructor(call: Call, outcome: Outcome, given: Given, around: Around, values: Values) {
    this.call = call;
    this.outcome = outcome;
    this.definition = outcome.setup.definition;
    this.given = given;
    this.around = around;
    this.learningNames = learningAmong(given.named);
    this.isLearning =
      isLearning(given) || this.learningNames.length > 0 || (call.module !== undefined && hasLearnt(call.module));
    this.left = valuesFrom(outcome, given, this.isLearning, values);
  }

  get id(): string {
    return this.call.id;
  }

  get module(): Module | undefined {
    return this.call.module;
  }

  get spelling(): string | undefined {
    return this.outcome.spelling;
  }

  get isHeld(): boolean {
    return this.call.isHeld === true;
  }

  get within(): Module {
    return this.around.module;
  }

  get fusion(): Fusion | undefined {
    return this.around.fusion;
  }

  get options(): AnyOptions {
    return this.outcome.setup.options;
  }

  get inputs(): Inputs {
    return this.outcome.inputs;
  }

  get named(): Named {
    return this.outcome.named;
  }

  get outputs(): readonly Tensor[] {
    return this.outcome.outputs;
  }

  get storage(): Storage {
    return this.outcome.storage;
  }

  get returns(): Structure | undefined {
    return returnsOf(this.definition, this.options);
  }

  get symbols(): Symbols {
    return this.outcome.symbols;
  }
}
