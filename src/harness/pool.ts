/** All workers together: a case goes to every environment that has a tool for it, and comes back with every tool's answer. */

import { Refusal } from '../engine/issues.ts';
import type { Answer } from './answers.ts';
import { type Crew, openCrew } from './crew.ts';
import type { End } from './ended.ts';
import {
  type Absent,
  type EnvironmentName,
  environmentNames,
  environmentOf,
  HarnessError,
  type Launch,
  launchOf,
  type ToolName,
  toolNames,
} from './environments.ts';
import { ProtocolError, type Ready, type Reply, type Source, type SourceInput } from './protocol.ts';

export interface PoolOptions {
  /** Every tool unless named. */
  readonly tools?: readonly ToolName[];
  readonly workersPerEnvironment?: number;
  /** Milliseconds for one case in one environment. */
  readonly timeLimit?: number;
  /** Milliseconds from the start of a worker to its handshake. */
  readonly startLimit?: number;
  /** Cases that a worker holds at once. */
  readonly window?: number;
  /** Bytes that a line of a worker may have. */
  readonly lineLimit?: number;
  /** Ends all workers at once. */
  readonly signal?: AbortSignal;
  /** How workers are started, for tests. */
  readonly launch?: (environment: EnvironmentName, tools: readonly ToolName[]) => Launch | Absent;
}

/** A case, and the tools that are asked about it: all of the pool's unless named. */
export type Question = { readonly tools?: readonly ToolName[] } & (
  | { readonly architecture: object }
  | { readonly source: Source; readonly inputs: readonly SourceInput[] }
);

export interface Versions {
  readonly tools: ReadonlyMap<ToolName, string>;
  /** Tools that cannot be imported, with the reason. */
  readonly missing: ReadonlyMap<ToolName, string>;
  readonly environments: ReadonlyMap<EnvironmentName, { readonly python: string; readonly torch: string }>;
}

export interface Pool {
  readonly versions: Versions;
  /**
   * What every tool says, in the order of `toolNames`. Rejects with Refusal where Python refuses the case, with
   * HarnessError where no worker can be had.
   */
  readonly ask: (question: Question) => Promise<ReadonlyMap<ToolName, Answer>>;
  /** The architecture of a class in a Python file, as JSON that is not checked yet. Rejects as `ask` does. */
  readonly record: (source: Source, inputs: readonly SourceInput[]) => Promise<object>;
  /** What it has done so far; `seconds` is the time that the tools themselves took. */
  readonly work: () => { readonly cases: number; readonly restarts: number; readonly seconds: number };
  /** Ends every worker: quietly within two seconds, or else by force. */
  readonly close: () => Promise<void>;
}

const patience = 2_000;

const refused = ({ code, message, path }: Extract<Reply, { type: 'refused' }>): Refusal =>
  new Refusal({ code, message, path: path ?? '' } as ConstructorParameters<typeof Refusal>[0]);

const unexpected = (reply: Exclude<Reply, { type: 'ran' | 'recorded' }>): Error =>
  reply.type === 'refused' ? refused(reply) : new HarnessError(`The Python worker failed: ${reply.message}`);

const ended = (end: End, limit: number): Answer =>
  end.reason === 'timedOut'
    ? { status: 'timedOut', limit, stderr: [...end.stderr] }
    : { status: 'died', message: end.message, stderr: [...end.stderr] };

const versionsOf = (
  found: readonly (readonly [EnvironmentName, Ready])[],
  absent: readonly (readonly [ToolName, string])[],
): Versions => {
  const pick = (of: 'tools' | 'missing') =>
    found.flatMap(([, ready]) => Object.entries(ready[of]) as [ToolName, string][]);
  return {
    tools: new Map(pick('tools')),
    missing: new Map([...pick('missing'), ...absent]),
    environments: new Map(found.map(([name, { python, torch }]) => [name, { python, torch }])),
  };
};

/** Starts the workers and resolves once all are ready; throws HarnessError where one cannot be started, and leaves none behind. */
export const openPool = async (options: PoolOptions = {}): Promise<Pool> => {
  const { tools = toolNames, workersPerEnvironment: workers = 1, timeLimit = 30_000, window = 4, signal } = options;
  const { launch = launchOf, startLimit, lineLimit } = options;
  signal?.throwIfAborted();
  let cases = 0;
  let restarts = 0;
  let seconds = 0;

  const toolsIn = (name: EnvironmentName, asked = tools): ToolName[] =>
    asked.filter((tool) => environmentOf(tool) === name);
  const launches = environmentNames
    .filter((name) => toolsIn(name).length > 0)
    .map((name) => [name, launch(name, toolsIn(name))] as const);
  const absent = launches.flatMap(([name, found]) =>
    'absent' in found ? toolsIn(name).map((tool) => [tool, found.absent] as const) : [],
  );
  const crews = new Map<EnvironmentName, Crew>();
  for (const [name, found] of launches) {
    if ('absent' in found) continue;
    crews.set(
      name,
      openCrew({
        ...(startLimit === undefined ? {} : { startLimit }),
        ...(lineLimit === undefined ? {} : { lineLimit }),
        name,
        launch: found,
        workers,
        timeLimit,
        window,
        onRestart: () => restarts++,
      }),
    );
  }
  const closeAll = async (time: number, error?: unknown): Promise<void> => {
    signal?.removeEventListener('abort', abort);
    await Promise.all([...crews.values()].map((crew) => crew.close(time, error)));
  };
  const abort = (): void => void closeAll(0, signal?.reason);
  signal?.addEventListener('abort', abort);

  let versions: Versions;
  try {
    versions = versionsOf(
      await Promise.all([...crews].map(async ([name, crew]) => [name, await crew.ready] as const)),
      absent,
    );
  } catch (error) {
    await closeAll(0);
    signal?.throwIfAborted();
    throw error;
  }

  const askCrew = async (name: EnvironmentName, question: Question, asked: readonly ToolName[]) => {
    const { tools: _, ...subject } = question;
    const outcome = await (crews.get(name) as Crew).ask({ type: 'run', tools: asked, ...subject });
    if ('reason' in outcome) return asked.map((tool) => [tool, ended(outcome, timeLimit)] as const);
    if (outcome.type === 'recorded') throw new ProtocolError('An architecture where answers were asked for');
    if (outcome.type !== 'ran') throw unexpected(outcome);
    return asked.map((tool) => {
      const answer = Object.hasOwn(outcome.answers, tool) ? outcome.answers[tool] : undefined;
      if (!answer) throw new ProtocolError(`A reply without an answer of ${tool}`);
      seconds += answer.seconds;
      return [tool, answer] as const;
    });
  };

  return {
    versions,
    ask: async (question) => {
      const asked = toolNames.filter((tool) => (question.tools ?? tools).includes(tool));
      const stranger = asked.find((tool) => !tools.includes(tool));
      if (stranger) throw new HarnessError(`This pool was opened without ${stranger}: name it in "tools".`);
      const present = asked.filter((tool) => versions.tools.has(tool));
      const parts = await Promise.all(
        [...crews.keys()]
          .map((name) => [name, toolsIn(name, present)] as const)
          .filter(([, some]) => some.length > 0)
          .map(([name, some]) => askCrew(name, question, some)),
      );
      cases++;
      const answers = new Map<ToolName, Answer>(parts.flat());
      return new Map(
        asked.map((tool) => {
          const message = versions.missing.get(tool) ?? 'The worker did not say what became of it.';
          return [tool, answers.get(tool) ?? { status: 'missing', message }];
        }),
      );
    },
    record: async (source, inputs) => {
      const crew = crews.get('main') ?? [...crews.values()][0];
      if (!crew) throw new HarnessError('No Python environment is open, so nothing can be recorded.');
      const outcome = await crew.ask({ type: 'record', source, inputs });
      if ('reason' in outcome) throw new HarnessError(`${source.file} could not be recorded: ${outcome.message}`);
      if (outcome.type === 'ran') throw new ProtocolError('Answers where an architecture was asked for');
      if (outcome.type !== 'recorded') throw unexpected(outcome);
      return outcome.architecture;
    },
    work: () => ({ cases, restarts, seconds }),
    close: () => closeAll(patience),
  };
};
