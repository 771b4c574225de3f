/** A campaign: random networks before the tools, each failure saved, shrunk and reduced. */

import fc from 'fast-check';
import { type ArchitectureJson, type CallJson, parseArchitecture, shapeNetwork } from '../engine/index.ts';
import { confirm } from './confirm.ts';
import type { ToolName } from './environments.ts';
import { type Ask, type Examined, examine, isFailure, type Judges, judgeAll, type Why } from './examine.ts';
import { picksArbitrary, type Sizes } from './generate.ts';
import type { Picks } from './picks.ts';
import { script } from './recipe.ts';
import { reduce } from './reduce.ts';
import { resolve } from './resolve.ts';

export interface Plan extends Sizes, Judges {
  readonly seed: number;
  /** Stop after this many cases, or after this many milliseconds, whichever comes first. */
  readonly cases?: number;
  readonly budget?: number;
  readonly tools: readonly ToolName[];
  /** Cases that are asked at the same time. */
  readonly window?: number;
  /** Stop looking after this many different failures. */
  readonly mostFailures?: number;
}

/** What a campaign has seen so far, for progress and for the report. */
export interface Tally {
  readonly cases: number;
  readonly milliseconds: number;
  readonly verdicts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** How often each kind was called. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly failures: number;
  readonly phase: 'examining' | 'shrinking';
}

/** One disagreement, shrunk: a recipe that a person can follow. */
export interface Failure {
  readonly seed: number;
  /** fast-check's path to the shrunk case; with the seed it replays. */
  readonly path: string;
  readonly tool: ToolName;
  readonly original: ArchitectureJson;
  readonly architecture: ArchitectureJson;
  readonly examined: Examined;
  readonly script: string;
  readonly executions: number;
  /** Other cases that failed in the same way. */
  readonly alike: number;
}

export interface Outcome extends Omit<Tally, 'phase' | 'failures'> {
  readonly failures: readonly Failure[];
  readonly interrupted: boolean;
}

export interface Hooks {
  readonly onProgress?: (tally: Tally) => void;
  /** Called with a failure before it is shrunk, so that nothing is lost. */
  readonly onFound?: (found: Pick<Failure, 'seed' | 'path' | 'tool' | 'original' | 'examined'>) => Promise<void> | void;
  readonly signal?: AbortSignal;
}

/** What makes two failures one: the tool, its verdict, and which figures differ or which exception came. */
const cluster = ({ tool, verdict }: Examined): string => {
  const figures =
    verdict.status === 'disagrees'
      ? [...new Set(verdict.differences.map(({ figure }) => figure))].sort().join(',')
      : '';
  return `${tool} ${verdict.status} ${figures}`;
};

const count = (record: Record<string, number>, key: string): void => {
  record[key] = (record[key] ?? 0) + 1;
};

/** Executions for fast-check's shrinking and for the passes after it: together at most 200 for each failure. */
const mostShrinks = 50;
const mostReductions = 150;

/** Shrinks a failing case: first by fast-check along its own path, then by dropping and lowering picks. */
const shrink = async (
  plan: Plan,
  index: number,
  found: Examined,
  ask: Ask,
  signal?: AbortSignal,
): Promise<Omit<Failure, 'alike' | 'original'>> => {
  const wanted = cluster(found);
  let executions = 0;
  let latest = found;
  const stillFails = async (picks: Picks, why: Why = { why: 'shrinking' }): Promise<boolean> => {
    if (signal?.aborted) return false;
    executions++;
    const [examined] = await examine(resolve(picks, plan), ask, [found.tool], plan, why);
    if (!examined || cluster(examined) !== wanted) return false;
    latest = examined;
    return true;
  };
  const property = fc.asyncProperty(
    picksArbitrary(plan),
    async (picks) => executions >= mostShrinks || !(await stillFails(picks)),
  );
  const details = await fc.check(property, {
    seed: plan.seed,
    path: String(index),
    numRuns: 1,
    interruptAfterTimeLimit: 60_000,
    markInterruptAsFailure: true,
  });
  const start =
    details.counterexample?.[0] ??
    (fc.sample(picksArbitrary(plan), { seed: plan.seed, path: String(index), numRuns: 1 })[0] as Picks);
  const { picks } = await reduce(
    start,
    stillFails,
    (candidate) => JSON.stringify(resolve(candidate, plan)),
    plan,
    mostReductions,
  );
  // The last execution may have been of a candidate that passed: judge the result itself.
  await stillFails(picks, { why: 'confirming' });
  const architecture = resolve(picks, plan);
  return {
    seed: plan.seed,
    path: details.counterexamplePath ?? String(index),
    tool: found.tool,
    architecture,
    examined: latest,
    script: script(architecture, found.tool),
    executions,
  };
};

/** How many cases are drawn at once. */
const batchSize = 64;

/** The case of each number, asked for in order. */
const drawInOrder = (plan: Plan): ((index: number) => Picks) => {
  let batch: readonly Picks[] = [];
  return (index) => {
    if (index % batchSize === 0)
      batch = fc.sample(picksArbitrary(plan), { seed: plan.seed, path: String(index), numRuns: batchSize });
    return batch[index % batchSize] as Picks;
  };
};

/**
 * Runs a campaign. The same plan gives the same cases and the same verdicts, however many are asked at the same time.
 * An aborted signal ends it after the cases in flight, with what was found until then.
 */
export const campaign = async (plan: Plan, ask: Ask, hooks: Hooks = {}): Promise<Outcome> => {
  const {
    seed,
    cases = plan.budget === undefined ? 100 : Number.POSITIVE_INFINITY,
    budget = Number.POSITIVE_INFINITY,
    window = 4,
    mostFailures = 5,
  } = plan;
  const started = performance.now();
  const verdicts: Record<string, Record<string, number>> = Object.fromEntries(plan.tools.map((tool) => [tool, {}]));
  const kinds: Record<string, number> = {};
  const clusters = new Map<string, { index: number; examined: Examined; original: ArchitectureJson; alike: number }>();
  let done = 0;
  const isOver = (): boolean => hooks.signal?.aborted === true || performance.now() - started >= budget;
  const progress = (phase: Tally['phase']): void =>
    hooks.onProgress?.({
      cases: done,
      milliseconds: performance.now() - started,
      verdicts,
      kinds,
      failures: clusters.size,
      phase,
    });

  const judgeCase = async (index: number, architecture: ArchitectureJson): Promise<readonly Examined[]> => {
    const network = shapeNetwork(parseArchitecture(architecture));
    const answers = await ask(architecture, plan.tools, { why: 'case', index });
    const again = (tools: readonly ToolName[]) => ask(architecture, tools, { why: 'confirming' });
    return confirm(network, judgeAll(network, answers, plan), again, plan);
  };

  const examineCase = async (index: number, picks: Picks): Promise<void> => {
    const architecture = resolve(picks, plan);
    const examined = await judgeCase(index, architecture);
    done++;
    for (const kind of kindsOf(architecture)) count(kinds, kind);
    for (const one of examined) {
      count(verdicts[one.tool] as Record<string, number>, one.verdict.status);
      const found = { seed, path: String(index), tool: one.tool, original: architecture, examined: one };
      if (one.verdict.status === 'flaky') await hooks.onFound?.(found);
      if (!isFailure(one.verdict)) continue;
      const key = cluster(one);
      const known = clusters.get(key);
      // The earliest case stands for the cluster, whatever the order in which answers came.
      if (known && known.index <= index) known.alike++;
      else {
        clusters.set(key, { index, examined: one, original: architecture, alike: known ? known.alike + 1 : 0 });
        await hooks.onFound?.(found);
      }
    }
    progress('examining');
  };

  const draw = drawInOrder(plan);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < cases && !isOver()) {
      const index = next++;
      await examineCase(index, draw(index));
    }
  };
  await Promise.all(Array.from({ length: window }, lane));
  const milliseconds = performance.now() - started;

  const failures: Failure[] = [];
  const found = [...clusters.values()].sort((a, b) => a.index - b.index).slice(0, mostFailures);
  for (const { index, examined, original, alike } of found) {
    progress('shrinking');
    failures.push({ ...(await shrink(plan, index, examined, ask, hooks.signal)), original, alike });
  }
  return { cases: done, milliseconds, verdicts, kinds, failures, interrupted: hooks.signal?.aborted === true };
};

const kindsOf = (architecture: ArchitectureJson): string[] => {
  const kindAt = new Map(
    (architecture.modules ?? []).map((module) => [module.path, 'kind' in module ? module.kind : '']),
  );
  const walk = (calls: readonly CallJson[]): string[] =>
    calls.flatMap((call) => (call.op ? [call.op] : [kindAt.get(call.module ?? '') ?? '', ...walk(call.calls ?? [])]));
  const implied = [...kindAt.values()];
  return [...new Set([...walk(architecture.calls), ...implied])].filter(Boolean);
};
