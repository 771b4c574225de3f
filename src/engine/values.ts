/** The values of a run, by the names that calls have for them. */

import { issue, Refusal } from './issues.ts';
import { findTensor, type Module } from './modules.ts';
import { nearest } from './nearest.ts';
import type { Value } from './outcome.ts';
import { isOwnReference, type OwnTensor } from './ownTensors.ts';
import type { Tensor } from './tensor.ts';

/** What inputs and calls give, by their names, and the parameters and buffers that calls name. */
export class Values {
  private readonly root: Module;
  /** Most give one value, which then stands for itself. */
  private readonly given = new Map<string, Value | readonly Value[]>();
  private readonly own = new Map<OwnTensor, Value>();

  /** How many values there are. */
  count = 0;

  constructor(root: Module) {
    this.root = root;
  }

  /** A value of its own of that form, which must be interned. */
  fresh(tensor: Tensor): Value {
    return { tensor, number: this.count++, isLearning: tensor.learnt === true };
  }

  /** How many values a call or input gives. */
  countOf(id: string): number {
    const found = this.given.get(id);
    return Array.isArray(found) ? found.length : found ? 1 : 0;
  }

  /** Names what a call or input gives; says whether the name was free. */
  define(id: string, values: readonly Value[]): boolean {
    const { size } = this.given;
    this.given.set(id, values.length === 1 ? (values[0] as Value) : values);
    return this.given.size > size;
  }

  /** The value of a name; undefined where there is none. */
  find(reference: string): Value | undefined {
    const found = this.given.get(reference);
    return found === undefined ? this.findOther(reference) : 'tensor' in found ? found : found[0];
  }

  /** Refuses a name that has no value. */
  refuse(reference: string, place: string): never {
    throw new Refusal(
      isOwnReference(reference)
        ? issue('unknown_tensor', place, { tensor: reference.slice(1) })
        : issue('unknown_value', place, { value: reference, nearest: nearest(reference, this.given.keys()) }),
    );
  }

  private findOther(reference: string): Value | undefined {
    if (isOwnReference(reference)) return this.findOwn(reference.slice(1));
    const colon = reference.indexOf(':');
    const found = colon < 0 ? undefined : this.given.get(reference.slice(0, colon));
    return found && [found].flat()[Number(reference.slice(colon + 1))];
  }

  private findOwn(name: string): Value | undefined {
    const found = findTensor(this.root, name);
    if (!found) return undefined;
    const value = this.own.get(found) ?? this.fresh(found.value);
    this.own.set(found, value);
    return value;
  }
}
