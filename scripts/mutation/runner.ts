/** A StrykerJS test runner that loads the engine once and runs every check within its own process. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from '@stryker-mutator/api/core';
import { declareClassPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import type { Reporter } from '@stryker-mutator/api/report';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { rolldown } from 'rolldown';
import { ignorer } from './ignorer.ts';
import { isMissed } from './status.ts';
import type { Test } from './vitest.ts';
import type { Witnessed, WitnessedKind, Witnesses } from './witnessed.ts';
import { type Words, wordsOf } from './words.ts';

/** Where the witnesses were written, and what runs them, seen from a sandbox. */
const witnessesFile = new URL('../../.countersign/mutation/witnesses.json', import.meta.url);
const suite = 'scripts/mutation/suite.ts';

/** How many checks are run before an engine loaded anew is asked: most mutants are found by one of the first. */
const atFirst = 20;

/** Of more kinds than these that a mutant reaches, each is held to a share of its networks first: what one shows, another hardly hides. */
const mostKinds = 60;

interface Suite {
  readonly check: (witnessed: Witnessed) => void;
  readonly checkDefaults: (kind: string, witnessed: WitnessedKind) => void;
  readonly checkCalling: (text: string) => void;
  readonly tests: readonly Test[];
  readonly forget: () => void;
}

/** Where the code with mutants in it looks which one is active, and notes what it ran. */
type Context = { -readonly [Name in keyof InstrumenterContext]: InstrumenterContext[Name] | undefined };
const scope = globalThis as { [INSTRUMENTER_CONSTANTS.NAMESPACE]?: Context };
scope.__stryker__ ??= {};
const context = scope.__stryker__;

const told = (error: unknown): string => String((error as Error).message).slice(0, 500);

/** Some of the tests, each of a kind on one network of so many. */
interface Part {
  readonly ids: readonly string[];
  readonly step: number;
}

interface Bundle {
  readonly load: () => Suite;
  readonly words: Words;
}

/** The suite of the folder with mutants in it, as one script: to load it again is to run that again. */
const bundled = async (root: string): Promise<Bundle> => {
  const words = wordsOf(root);
  const bundle = await rolldown({
    input: join(root, suite),
    platform: 'node',
    logLevel: 'silent',
    resolve: { alias: { vitest: join(root, 'scripts/mutation/vitest.ts') } },
    external: /^(node:|zod|jsep|fast-check|execa)/,
    plugins: [words.plugin],
  });
  const { output } = await bundle.generate({ format: 'cjs', codeSplitting: false });
  const script = new Script(`((require, exports) => {${output[0].code}\nreturn exports; })`);
  const load = script.runInThisContext() as (require: NodeJS.Require, exports: object) => Suite;
  return { load: () => load(createRequire(join(root, 'package.json')), {}), words };
};

class InProcess implements TestRunner {
  static readonly inject = [] as const;
  readonly #witnesses = JSON.parse(readFileSync(witnessesFile, 'utf8')) as Witnesses;
  #bundle: Bundle | undefined;
  #tests = new Map<string, (step: number) => void>();
  #forget = (): void => {};
  /** Whether a mutant was there when the engine was loaded. */
  #isStale = true;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    this.#bundle = await bundled(process.cwd());
  }

  /** Loads the engine anew, with this mutant in it from the beginning. */
  #reload(mutant: string | undefined): void {
    this.#isStale = mutant !== undefined;
    context.activeMutant = mutant;
    const { check, checkDefaults, checkCalling, tests, forget } = (this.#bundle as Bundle).load();
    const { kinds, calling } = this.#witnesses;
    this.#forget = forget;
    const ofKinds = Object.entries(kinds).map(([kind, known]) => {
      const run = (step: number): void => {
        checkDefaults(kind, known);
        for (let at = 0; at < known.networks.length; at += step) check(known.networks[at] as Witnessed);
      };
      return [kind, run] as const;
    });
    this.#tests = new Map([
      ['calling PyTorch', () => checkCalling(calling)],
      ...tests.map(({ name, run }) => [name, run] as const),
      ...ofKinds,
    ]);
  }

  #run(id: string, step = 1): TestResult {
    const start = performance.now();
    this.#forget();
    const result = (): { id: string; name: string; timeSpentMs: number } => ({
      id,
      name: id,
      timeSpentMs: performance.now() - start,
    });
    try {
      (this.#tests.get(id) as (step: number) => void)(step);
      return { ...result(), status: TestStatus.Success };
    } catch (error) {
      return { ...result(), status: TestStatus.Failed, failureMessage: told(error) };
    }
  }

  #runUntilFailure(parts: readonly Part[]): readonly TestResult[] {
    const results: TestResult[] = [];
    for (const { ids, step } of parts)
      for (const id of ids) {
        const result = this.#run(id, step);
        results.push(result);
        if (result.status === TestStatus.Failed) return results;
      }
    return results;
  }

  /** Loads the engine anew for each test, so that what an earlier one has made once and for all counts as reached by each that uses it. */
  async dryRun(): Promise<DryRunResult> {
    context.mutantCoverage = undefined;
    this.#reload(undefined);
    const tests = [...this.#tests.keys()].map((id) => {
      this.#reload(undefined);
      context.currentTestId = id;
      const result = this.#run(id);
      context.currentTestId = undefined;
      return result;
    });
    const mutantCoverage = context.mutantCoverage ?? { static: {}, perTest: {} };
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  /** What is kept from one run to the next may hide a mutant, or outlive it: either is asked again of an engine loaded anew. */
  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, hitLimit, reloadEnvironment, sandboxFileName } = options;
    const named = (this.#bundle as Bundle).words.reachedFrom(sandboxFileName);
    const parts = this.#partsOf(testFilter ?? this.#reaching(named), named);
    const [{ ids, step }] = parts;
    if (this.#isStale && !reloadEnvironment) this.#reload(undefined);
    const known = reloadEnvironment
      ? undefined
      : this.#attempt(activeMutant.id, hitLimit, () => this.#runUntilFailure([{ ids: ids.slice(0, atFirst), step }]));
    context.activeMutant = undefined;
    if (known?.status === DryRunStatus.Complete) {
      const last = known.tests.at(-1);
      if (last?.status === TestStatus.Failed && this.#run(last.id, step).status === TestStatus.Success)
        return toMutantRunResult(known);
    }
    const result = this.#attempt(activeMutant.id, hitLimit, () => {
      this.#reload(activeMutant.id);
      return this.#runUntilFailure(parts);
    });
    this.#isStale = true;
    return toMutantRunResult(result);
  }

  /** All of these tests, those of kinds first, which find most; after a share of each, the whole of the kinds that the file names. */
  #partsOf(ids: readonly string[], named: ReadonlySet<string>): readonly [Part, ...Part[]] {
    const isOfKind = (id: string): boolean => Object.hasOwn(this.#witnesses.kinds, id);
    const ofKinds = ids.filter(isOfKind);
    const step = Math.max(1, Math.ceil(ofKinds.length / mostKinds));
    const share = { ids: [...ofKinds, ...ids.filter((id) => !isOfKind(id))], step };
    return step === 1 ? [share] : [share, { ids: ofKinds.filter((id) => named.has(id)), step: 1 }];
  }

  /** Runs with a mutant; an engine that cannot even be loaded with it has found it. */
  #attempt(mutant: string, limit: number | undefined, run: () => readonly TestResult[]): DryRunResult {
    context.hitLimit = limit;
    context.hitCount = limit === undefined ? undefined : 0;
    context.activeMutant = mutant;
    let tests: readonly TestResult[];
    try {
      tests = run();
    } catch (error) {
      tests = [
        { id: 'loading', name: 'loading', timeSpentMs: 0, status: TestStatus.Failed, failureMessage: told(error) },
      ];
    }
    return determineHitLimitReached(context.hitCount, limit) ?? { status: DryRunStatus.Complete, tests: [...tests] };
  }

  /** The tests of a mutant that takes effect while the engine is loaded: of the kinds that its file names, or of all. */
  #reaching(named: ReadonlySet<string>): readonly string[] {
    const ids = [...this.#tests.keys()];
    const isReached = (id: string): boolean => !Object.hasOwn(this.#witnesses.kinds, id) || named.has(id);
    return ids.some((id) => named.has(id)) ? ids.filter(isReached) : ids;
  }
}

/** Tells at once what was not found. */
const survivors: Reporter = {
  onMutantTested: ({ status, fileName, location, replacement }) => {
    if (isMissed(status))
      process.stderr.write(`Not found: ${fileName}:${location.start.line}:${location.start.column} ${replacement}\n`);
  },
};

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcess),
  declareValuePlugin(PluginKind.Ignore, 'text', ignorer),
  declareValuePlugin(PluginKind.Reporter, 'survivors', survivors),
];
