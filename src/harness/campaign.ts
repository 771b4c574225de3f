/** A campaign: random networks before the tools, each failure saved, shrunk and reduced. */

import type { ArchitectureJson, CallJson } from '../engine/index.ts';
import { type Case, casesOf, type Sizes } from './cases.ts';
import { confirm } from './confirm.ts';
import type { ToolName } from './environments.ts';
import { type Ask, type Examined, isFailure, type Judges, judgeAll, predictAll } from './examine.ts';
import { shortfalls } from './shortfalls.ts';
import { clusterOf, type Shrunk, shrink, unshrunk } from './shrink.ts';
import { openStatistics, type Statistics } from './statistics.ts';

/** One of several parts of a campaign, from 1 on; all of them together are the campaign. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

export interface Plan extends Sizes, Judges {
  readonly seed: number;
  /** Stop after this many cases, or after this many milliseconds, whichever comes first. */
  readonly cases?: number;
  readonly budget?: number;
  readonly tools: readonly ToolName[];
  readonly shard?: Shard;
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
  /** Once all cases are examined: which failure is made small, out of how many, and how often its tool was asked so far. */
  readonly shrinking?: {
    readonly number: number;
    readonly of: number;
    readonly tool: ToolName;
    readonly executions: number;
  };
}

/** One disagreement, shrunk: a recipe that a person can follow. */
export interface Failure extends Shrunk {
  readonly seed: number;
  /** The number of the case as it was drawn, from 0; with the seed it comes again. */
  readonly path: string;
  /** Other cases that failed in the same way. */
  readonly alike: number;
}

export interface Outcome extends Omit<Tally, 'shrinking'> {
  readonly failures: readonly Failure[];
  readonly interrupted: boolean;
  /** Whether every failure is among those that were shrunk, or alike one of them. */
  readonly isComplete: boolean;
  readonly statistics: Statistics;
  /** The case whose verdicts took longest, from being asked on; undefined where no case was asked. */
  readonly slowest: { readonly path: string; readonly milliseconds: number } | undefined;
  /** Why it did not test what it was to test; nothing where it did. */
  readonly shortfalls: readonly string[];
  /** Why it could not go on, where it could not; what was found until then is here all the same. */
  readonly trouble?: { readonly error: unknown };
}

export interface Hooks {
  readonly onProgress?: (tally: Tally) => void;
  /** Called with a failure before it is shrunk, so that nothing is lost. */
  readonly onFound?: (found: Pick<Failure, 'seed' | 'path' | 'tool' | 'original' | 'examined'>) => Promise<void> | void;
  readonly signal?: AbortSignal;
}

/** A case that failed, as it was drawn. */
interface Found {
  readonly index: number;
  readonly examined: Examined;
  readonly original: ArchitectureJson;
  readonly kinds: ReadonlySet<string>;
}

const count = (record: Record<string, number>, key: string): void => {
  record[key] = (record[key] ?? 0) + 1;
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
  const drawn: Record<string, number> = {};
  const statistics = openStatistics(plan.tools, plan);
  const clusters = new Map<string, Found[]>();
  const failures: Failure[] = [];
  let done = 0;
  let slowest: Outcome['slowest'];
  let trouble: Outcome['trouble'];
  const stop = new AbortController();
  const signal = hooks.signal ? AbortSignal.any([hooks.signal, stop.signal]) : stop.signal;
  const fail = (error: unknown): void => {
    trouble ??= { error };
    stop.abort();
  };
  const isOver = (): boolean => signal.aborted || performance.now() - started >= budget;
  const progress = (shrinking: Pick<Tally, 'shrinking'> = {}): void =>
    hooks.onProgress?.({
      cases: done,
      milliseconds: performance.now() - started,
      verdicts,
      kinds: drawn,
      ...shrinking,
    });

  const judgeCase = async ({ index, architecture, network }: Case): Promise<readonly Examined[]> => {
    const asked = ask(architecture, plan.tools, { why: 'case', index });
    // While the tools are at work.
    const predictions = predictAll(network, plan.tools, plan);
    const answers = await asked;
    const again = (tools: readonly ToolName[]) => ask(architecture, tools, { why: 'confirming' });
    return confirm(network, judgeAll(network, answers, plan, predictions), again, plan);
  };

  const examineCase = async (drawnCase: Case): Promise<void> => {
    const { index, architecture } = drawnCase;
    const asked = performance.now();
    const examined = await judgeCase(drawnCase);
    const milliseconds = performance.now() - asked;
    if (milliseconds > (slowest?.milliseconds ?? 0)) slowest = { path: String(index), milliseconds };
    done++;
    statistics.add(drawnCase, examined);
    const kinds = new Set(kindsOf(architecture));
    for (const kind of kinds) count(drawn, kind);
    for (const one of examined) {
      count(verdicts[one.tool] as Record<string, number>, one.verdict.status);
      const found = { seed, path: String(index), tool: one.tool, original: architecture, examined: one };
      if (one.verdict.status === 'flaky') await hooks.onFound?.(found);
      if (!isFailure(one.verdict)) continue;
      const known = clusters.get(clusterOf(one)) ?? [];
      clusters.set(clusterOf(one), known);
      // The earliest case stands for the cluster, whatever the order in which answers came.
      const isEarliest = known.every((other) => other.index > index);
      known.push({ index, examined: one, original: architecture, kinds });
      if (isEarliest) await hooks.onFound?.(found);
    }
    progress();
  };

  const draw = casesOf(seed, plan);
  const { part, of } = plan.shard ?? { part: 1, of: 1 };
  let next = 0;
  /** Cases of other parts are drawn all the same, since they steer those of this one. */
  const nextCase = (): Case | undefined => {
    while (next < cases && !isOver()) {
      const drawnCase = draw();
      if (next++ % of === part - 1) return drawnCase;
    }
    return undefined;
  };
  /** Drawn while the tools are at work on the one before. */
  let ahead: Case | undefined;
  const take = (): Case | undefined => {
    const taken = isOver() ? undefined : (ahead ?? nextCase());
    ahead = undefined;
    return taken;
  };
  const lane = async (): Promise<void> => {
    try {
      for (let drawnCase = take(); drawnCase; drawnCase = take()) {
        const examined = examineCase(drawnCase);
        ahead ??= nextCase();
        await examined;
      }
    } catch (error) {
      fail(error);
    }
  };
  await Promise.all(Array.from({ length: window }, lane));
  const milliseconds = performance.now() - started;

  const pending = [...clusters.values()].map((found) => found.sort((a, b) => a.index - b.index));
  pending.sort(([a], [b]) => (a as Found).index - (b as Found).index);
  let isComplete = true;
  for (let [first, ...others] of pending) {
    while (first && failures.length < mostFailures) {
      const { original, examined } = first;
      let executions = 0;
      const askWatched: Ask = (...given) => {
        const number = failures.length + 1;
        const of = Math.min(mostFailures, Math.max(number, pending.length));
        progress({ shrinking: { number, of, tool: examined.tool, executions: executions++ } });
        return ask(...given);
      };
      const shrunk = await shrink(original, examined, askWatched, plan, signal).catch((error) => {
        fail(error);
        return unshrunk(original, examined);
      });
      // One mistake is one failure: every case that has all of the guilty kinds is laid to it, and what is left is another's.
      const guilty = kindsOf(shrunk.architecture);
      const unexplained = others.filter(({ kinds }) => guilty.some((kind) => !kinds.has(kind)));
      failures.push({ seed, path: String(first.index), ...shrunk, alike: others.length - unexplained.length });
      [first, ...others] = unexplained;
    }
    if (first) isComplete = false;
  }
  const seen = { cases: done, milliseconds, verdicts, kinds: drawn, statistics: statistics.read(), slowest };
  const interrupted = hooks.signal?.aborted === true;
  return {
    ...seen,
    failures,
    interrupted,
    isComplete,
    shortfalls: interrupted || trouble ? [] : shortfalls(seen, plan),
    ...(trouble ? { trouble } : {}),
  };
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
