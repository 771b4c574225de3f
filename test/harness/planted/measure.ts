/** How a campaign fares against a planted mistake, seed by seed. */

import { type ArchitectureJson, type CallJson, Refusal } from '../../../src/engine/index.ts';
import { type Case, casesOf, type Sizes } from '../../../src/harness/cases.ts';
import { type Examined, examine } from '../../../src/harness/examine.ts';
import { shrink } from '../../../src/harness/shrink.ts';
import { at, numberSites, set } from '../../../src/harness/sites.ts';
import type { Bug } from './bugs.ts';
import { faithful, isWrong, isWrongOn, type Mistake, planted } from './tool.ts';

/** What came of one campaign. */
export interface Trial {
  readonly seed: number;
  /** Networks that were drawn until the first that showed it; undefined where none did. */
  readonly cases: number | undefined;
  readonly layers: number;
  readonly executions: number;
  /** Only the layers that it takes, and no number, nor two, could be lower. */
  readonly isMinimal: boolean;
  readonly architecture: ArchitectureJson | undefined;
}

const stillWrong = (json: ArchitectureJson, mistake: Mistake): boolean => {
  try {
    return isWrong(json, mistake);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
};

/** Whether one number, or two at once, or all that are equal, could be lower: tried one by one, without what the passes know. */
export const couldBeLower = (json: ArchitectureJson, mistake: Mistake): ArchitectureJson | undefined => {
  const sites = numberSites(json);
  const lower = (given: ArchitectureJson, site: (typeof sites)[number]): ArchitectureJson[] => {
    const value = at(json, site);
    if (typeof value !== 'number' || !Number.isInteger(value) || value <= 0) return [];
    return Array.from({ length: Math.min(value, 12) }, (_, less) => set(given, site, less));
  };
  for (const [index, site] of sites.entries()) {
    for (const one of lower(json, site)) {
      if (stillWrong(one, mistake)) return one;
      for (const other of sites.slice(index + 1)) {
        const found = lower(one, other).find((two) => stillWrong(two, mistake));
        if (found) return found;
      }
      const equal = sites.filter((other) => at(json, other) === at(json, site));
      const all = equal.reduce((changed, other) => set(changed, other, at(one, site)), json);
      if (stillWrong(all, mistake)) return all;
    }
  }
  return undefined;
};

/** The layers and functions that are called; a layer such as Transformer is one, whatever it calls in turn. */
const layersOf = (calls: readonly CallJson[]): number =>
  calls.reduce((total, { calls: within }) => total + (within ? layersOf(within) : 1), 0);

/** A campaign's cases by number; each is drawn once, whoever asks for it. */
export const casesBySeed = (seed: number, sizes: Sizes = {}): ((index: number) => Case) => {
  const draw = casesOf(seed, sizes);
  const drawn: Case[] = [];
  return (index) => {
    while (drawn.length <= index) drawn.push(draw());
    return drawn[index] as Case;
  };
};

/** Looks through a campaign's cases until one shows the mistake, and at what is handed over then. */
export const trial = async (
  { mistake, layers: least }: Bug,
  seed: number,
  caseAt = casesBySeed(seed),
  most = 500,
): Promise<Trial> => {
  const judges = { conventions: planted(mistake) };
  for (let index = 0; index < most; index++) {
    const { architecture: original, network } = caseAt(index);
    if (!isWrongOn(network, mistake)) continue;
    const [found] = await examine(original, faithful, ['torchprofile'], judges);
    const { architecture, executions } = await shrink(original, found as Examined, faithful, judges);
    const layers = layersOf(architecture.calls);
    const isMinimal = layers <= least && couldBeLower(architecture, mistake) === undefined;
    return { seed, cases: index + 1, layers, executions, isMinimal, architecture };
  }
  return { seed, cases: undefined, layers: 0, executions: 0, isMinimal: false, architecture: undefined };
};

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;

/** What came of all seeds of one mistake. */
export const summary = (trials: readonly Trial[]) => {
  const found = trials.filter(({ cases }) => cases !== undefined);
  const cases = found.map(({ cases: number }) => number as number).sort((a, b) => a - b);
  const sum = (of: (trial: Trial) => number) => found.reduce((total, each) => total + of(each), 0);
  return {
    seeds: trials.length,
    found: found.length,
    median: quantile(cases, 0.5),
    p99: found.length === trials.length ? quantile(cases, 0.99) : Number.POSITIVE_INFINITY,
    layers: sum(({ layers }) => layers) / found.length,
    mostLayers: Math.max(...found.map(({ layers }) => layers)),
    executions: sum(({ executions }) => executions) / found.length,
    mostExecutions: Math.max(...found.map(({ executions }) => executions)),
    minimal: sum(({ isMinimal }) => (isMinimal ? 1 : 0)) / found.length,
  };
};
