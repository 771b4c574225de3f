/** Numbers of a network made smaller: options back to their defaults, sizes down to the least, and what depends on them after. */

import type { ArchitectureJson } from '../engine/index.ts';
import { dependsOnBatch } from '../engine/structure.ts';
import type { Candidate } from './candidate.ts';
import { followed } from './follow.ts';
import { withPlainSizes } from './ofBatch.ts';
import { at, numberSites, numbersIn, type OptionSite, optionSites, type Site, set } from './sites.ts';

/** Values below a number, the least first. */
const below = (value: number): number[] =>
  [...new Set([0, 1, 2, 3, Math.floor(value / 2), value - 1])].filter((less) => less >= 0 && less < value);

/** A change of a network by itself, or with what depends on it. */
export type Move = (given: Candidate) => Iterable<ArchitectureJson>;

function* fitting(given: Candidate, changed: Iterable<ArchitectureJson>): Generator<ArchitectureJson> {
  for (const json of changed) {
    const found = followed(json, given);
    if (found) yield found;
  }
}

/** The network with an option left to its default; undefined where it has none, or one that is a higher number, such as six layers. */
const leftOut = (json: ArchitectureJson, { site, schema }: OptionSite, name: string): ArchitectureJson | undefined => {
  const without = set(json, [...site, name], undefined);
  const { success, data } = schema.safeParse(at(without, site));
  if (!success) return undefined;
  const [given, byDefault] = [at(json, [...site, name]), data[name]];
  return isWhole(given) && isWhole(byDefault) && byDefault > given ? undefined : without;
};

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);

/** An option left to its default. */
const withoutOption =
  (option: OptionSite, name: string): Move =>
  (given) => {
    if (at(given.json, [...option.site, name]) === undefined) return [];
    const changed = leftOut(given.json, option, name);
    return fitting(given, changed ? [changed] : []);
  };

/** Every option left out that has a default. */
const withoutOptions: Move = (given) => {
  let changed = given.json;
  for (const option of optionSites(given.json)) {
    for (const name of Object.keys(option.options)) changed = leftOut(changed, option, name) ?? changed;
  }
  return fitting(given, [changed]);
};

/** No number above a limit. */
const capped =
  (limit: number): Move =>
  (given) => {
    let changed = given.json;
    for (const site of numberSites(changed)) {
      if ((at(changed, site) as number) > limit) changed = set(changed, site, limit);
    }
    return changed === given.json ? [] : fitting(given, [changed]);
  };

/** One number lower, alone or with all that are equal to it. */
const lowered =
  (site: Site): Move =>
  (given) =>
    fitting(given, lowerings(given.json, site));

function* lowerings(json: ArchitectureJson, site: Site): Generator<ArchitectureJson> {
  const value = at(json, site);
  if (!isWhole(value)) return;
  const equal = numberSites(json).filter((other) => at(json, other) === value);
  for (const less of below(value)) {
    yield set(json, site, less);
    if (equal.length > 1) yield equal.reduce((changed, other) => set(changed, other, less), json);
  }
}

/** All numbers of one option lower together, as the sides of a window are. */
const evened =
  (site: Site): Move =>
  (given) =>
    fitting(given, evenings(given.json, site));

function* evenings(json: ArchitectureJson, site: Site): Generator<ArchitectureJson> {
  const value = at(json, site);
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'number')) return;
  for (const less of below(Math.max(...value)))
    yield set(
      json,
      site,
      value.map((item) => Math.min(item, less)),
    );
}

/** Two numbers of one layer lower at once, as a window and its padding may have to be. */
const loweredTogether =
  (one: Site, other: Site): Move =>
  (given) =>
    fitting(given, pairsBelow(given.json, one, other));

function* pairsBelow(json: ArchitectureJson, one: Site, other: Site): Generator<ArchitectureJson> {
  const [first, second] = [at(json, one), at(json, other)];
  if (!isLowerable(first) || !isLowerable(second)) return;
  for (const less of new Set([Math.min(first - 1, 1), first - 1])) {
    for (const lesser of new Set([Math.min(second - 1, 1), second - 1])) yield set(set(json, one, less), other, lesser);
  }
}

const isLowerable = (value: unknown): value is number => isWhole(value) && value > 0;

/** The moves for pairs of numbers, for when no number alone can be lower. */
export const pairMoves = ({ json }: Candidate): Move[] =>
  optionSites(json).flatMap(({ site, options }) => {
    const sites = Object.entries(options).flatMap(([name, value]) => numbersIn(value, [...site, name]));
    return sites.flatMap((one, index) => sites.slice(index + 1).map((other) => loweredTogether(one, other)));
  });

/** Plain numbers in the place of sizes that follow from the batch. */
const plainSizes: Move = (given) => (dependsOnBatch(given.json.calls) ? [withPlainSizes(given.json)] : []);

/** The moves for a network's numbers, the boldest first. */
export const numberMoves = ({ json }: Candidate): Move[] => {
  const named = optionSites(json).flatMap((option) => Object.keys(option.options).map((name) => ({ option, name })));
  return [
    plainSizes,
    withoutOptions,
    ...[1, 2, 3].map(capped),
    ...named.map(({ option, name }) => withoutOption(option, name)),
    ...named.map(({ option, name }) => evened([...option.site, name])),
    ...numberSites(json).map(lowered),
  ];
};
