/** The values of a run, by the places and names that calls have for them. */

import { issue, Refusal } from './issues.ts';
import { findTensor, type Module } from './modules.ts';
import type { Names } from './names.ts';
import { nearest } from './nearest.ts';
import type { Value } from './outcome.ts';
import { isOwnReference, type OwnTensor } from './ownTensors.ts';
import type { Tensor } from './tensor.ts';

/** What inputs and calls give, and the parameters and buffers that calls name. */
export class Values {
  /** How many values there are. */
  count = 0;
  private readonly root: Module;
  private readonly names: Names;
  /** What inputs and calls give, by the places of their names. */
  private readonly given: (readonly Value[])[] = [];
  /** What the calls in the bodies of composites give, which are not known before they run. */
  private readonly inner = new Map<string, readonly Value[]>();
  private readonly own = new Map<OwnTensor, Value>();

  constructor(root: Module, names: Names) {
    this.root = root;
    this.names = names;
  }

  /** A value of its own of that form, which must be interned. */
  fresh(tensor: Tensor, isParameter = false): Value {
    return { tensor, number: this.count++, isLearning: tensor.learnt === true, isParameter };
  }

  /** Names what a call or input gives, whose name has the next place, or none in the body of a composite; says whether the name was free. */
  define(name: string, place: number | undefined, values: readonly Value[]): boolean {
    if (place === undefined) {
      if (this.givenBy(name)) return false;
      this.inner.set(name, values);
      return true;
    }
    if (this.inner.size > 0 && this.inner.has(name)) return false;
    this.given[place] = values;
    return true;
  }

  /** What a call or input gives; undefined where none has that name. */
  givenBy(name: string): readonly Value[] | undefined {
    const place = this.names.placeOf(name);
    return (place === undefined ? undefined : this.given[place]) ?? this.inner.get(name);
  }

  /** The values at a place; undefined where it is not known or not there yet. */
  at(place: number | undefined): readonly Value[] | undefined {
    return place === undefined ? undefined : this.given[place];
  }

  /** The value of a name; undefined where there is none. */
  find(reference: string): Value | undefined {
    if (isOwnReference(reference)) return this.findOwn(reference.slice(1));
    const colon = reference.indexOf(':');
    return colon < 0
      ? this.givenBy(reference)?.[0]
      : this.givenBy(reference.slice(0, colon))?.[Number(reference.slice(colon + 1))];
  }

  /** Refuses a name that has no value. */
  refuse(reference: string, place: string): never {
    const known = [...this.names.first(this.given.length), ...this.inner.keys()];
    throw new Refusal(
      isOwnReference(reference)
        ? issue('unknown_tensor', place, { tensor: reference.slice(1) })
        : issue('unknown_value', place, { value: reference, nearest: nearest(reference, known) }),
    );
  }

  private findOwn(name: string): Value | undefined {
    const found = findTensor(this.root, name);
    if (!found) return undefined;
    const value = this.own.get(found) ?? this.fresh(found.value, !found.buffer);
    this.own.set(found, value);
    return value;
  }
}
