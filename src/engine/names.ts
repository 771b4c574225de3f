/** The names of a network's values. */

/** Calls run in the order in which they are read, so that the place of what each gives is known before any of them runs. */
export class Names {
  private readonly places = new Map<string, number>();
  private last: string | undefined;

  /** Gives a name the next place; undefined where it is taken, and these names are good for nothing more. */
  define(name: string): number | undefined {
    const place = this.places.size;
    this.places.set(name, place);
    if (this.places.size === place) return undefined;
    this.last = name;
    return place;
  }

  /** The place of a name; undefined where no input and no call that has been read has it. */
  placeOf(name: string): number | undefined {
    // Most calls take what the one before them gives.
    return name === this.last ? this.places.size - 1 : this.places.get(name);
  }

  /** The places of several, as far as they are known. */
  placesOf(names: readonly string[]): readonly (number | undefined)[] {
    return names.length === 1 ? [this.placeOf(names[0] as string)] : names.map((name) => this.placeOf(name));
  }

  /** The names of the first so many places. */
  first(count: number): readonly string[] {
    return [...this.places.keys()].slice(0, count);
  }
}
