/** A call as it is written in a network. */

import type { CallJson } from './architectureJson.ts';
import { issue } from './issues.ts';
import type { AnyOptions, LayerDefinition } from './layer.ts';
import type { Module } from './modules.ts';
import type { Names } from './names.ts';
import { refuseOne } from './refuse.ts';
import type { Setup } from './setup.ts';
import type { Place } from './setups.ts';
import type { Structure, Takes } from './structure.ts';

/** One call as written; `target` says what is called. */
export interface Call {
  readonly id: string;
  readonly path: string;
  readonly module: Module | undefined;
  /** The layer or function with its options, those of the module and of the call together; undefined for containers. */
  readonly setup: Setup | undefined;
  readonly definition: LayerDefinition | undefined;
  readonly options: AnyOptions;
  readonly spelling: string | undefined;
  /** Whether the function was looked up when its module was made. */
  readonly isHeld?: boolean;
  readonly inputs: readonly string[];
  /** The places of what gives the inputs, as far as they are known before the run; none in the body of a composite. */
  readonly sources?: readonly (number | undefined)[];
  /** The place of what it gives itself. */
  readonly place?: number;
  readonly named: Readonly<Record<string, string>>;
  /** The body of a container's call. */
  readonly body: readonly Call[] | undefined;
  readonly outputs: readonly string[] | undefined;
  /** Of a container's call: how its inputs and outputs are packed, where that is not plain. */
  readonly takes?: Takes | undefined;
  readonly returns?: Structure | undefined;
  /** The same for another batch, where the options follow from it. */
  readonly atBatch?: ((batch: number) => Setup) | undefined;
  /** What Python calls of the operands in the other order, where the second one alone is a Parameter. */
  readonly reflected?: Reflected | undefined;
}

/** An operator written otherwise. */
export interface Reflected {
  readonly setup: Setup;
  readonly spelling: string;
}

/** What a call has that names no value. */
export const noNames: Call['named'] = {};
const noOptions: AnyOptions = {};

/** What few calls have. */
export type Rest = Partial<Pick<Call, 'body' | 'outputs' | 'takes' | 'returns' | 'atBatch' | 'reflected'>>;
const nothing: Rest = {};

/** A list of calls while it is read: which of them is, and the names of all that were read before. */
export class CallList {
  readonly names: Names;
  index = 0;
  private readonly around: Place;
  /** The place of the call that is read now. */
  readonly place: Place = () => this.pathOf(this.index);

  constructor(names: Names, around: Place) {
    this.names = names;
    this.around = around;
  }

  pathOf(index: number): string {
    return `${this.around()}calls[${index}]`;
  }

  /** The place of what the call that is read now gives. Throws Refusal where its name is taken. */
  define(name: string): number {
    return this.names.define(name) ?? refuseOne(issue('duplicate', `${this.place()}.id`, { what: 'Value', name }));
  }
}

/** A call as it is read; its path is put into words where it is asked for. */
export class Read implements Call {
  readonly id: string;
  readonly module: Module | undefined;
  readonly setup: Setup | undefined;
  readonly spelling: string | undefined;
  readonly inputs: readonly string[];
  readonly sources: readonly (number | undefined)[];
  readonly named: Call['named'];
  readonly place: number;
  private readonly list: CallList;
  private readonly index: number;
  private readonly rest: Rest;

  constructor(
    { id, inputs, named = noNames }: Pick<CallJson, 'id' | 'inputs' | 'named'>,
    list: CallList,
    module: Module | undefined,
    setup: Setup | undefined,
    spelling?: string,
    rest = nothing,
  ) {
    this.id = id;
    this.module = module;
    this.setup = setup;
    this.spelling = spelling;
    this.inputs = inputs;
    this.sources = list.names.placesOf(inputs);
    this.named = named;
    this.place = list.define(id);
    this.list = list;
    this.index = list.index;
    this.rest = rest;
  }

  get path(): string {
    return this.list.pathOf(this.index);
  }

  get definition(): LayerDefinition | undefined {
    return this.setup?.definition;
  }

  get options(): AnyOptions {
    return this.setup?.options ?? noOptions;
  }

  get body(): Call['body'] {
    return this.rest.body;
  }

  get outputs(): Call['outputs'] {
    return this.rest.outputs;
  }

  get takes(): Call['takes'] {
    return this.rest.takes;
  }

  get returns(): Call['returns'] {
    return this.rest.returns;
  }

  get atBatch(): Call['atBatch'] {
    return this.rest.atBatch;
  }

  get reflected(): Call['reflected'] {
    return this.rest.reflected;
  }
}
