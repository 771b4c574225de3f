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
import type { Ask } from './examine.ts';
import {
  ProtocolError,
  type Ready,
  type Reply,
  type Request,
  type Source,
  type SourceInput,
  type ToolAnswer,
} from './protocol.ts';
import type { Work } from './work.ts';

export interface PoolOptions {
  /** Every tool unless named. */
  readonly tools?: readonly ToolName[];
  readonly workersPerEnvironment?: number;
  /** Bytes of memory that a worker may take on top of what it starts with; without end unless stated. */
  readonly memoryLimit?: number;
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
export type Question = {
  readonly tools?: readonly ToolName[];
  /** To be asked in workers that have served nothing before. */
  readonly isFresh?: boolean;
} & ({ readonly architecture: object } | { readonly source: Source; readonly inputs: readonly SourceInput[] });

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
  /** Workers in each environment, and cases that they hold at once so that none ever waits. */
  readonly workers: number;
  readonly capacity: number;
  /** What it has done so far. */
  readonly work: () => Work;
  /** The processes that work now. */
  readonly pids: () => readonly number[];
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

/** The answers in a reply, each tool's; rejects with what else it says. */
const answersIn = (reply: Reply, tools: readonly ToolName[]): readonly (readonly [ToolName, ToolAnswer])[] => {
  if (reply.type === 'recorded') throw new ProtocolError('An architecture where answers were asked for');
  if (reply.type !== 'ran') throw unexpected(reply);
  return tools.map((tool) => {
    const answer = Object.hasOwn(reply.answers, tool) ? reply.answers[tool] : undefined;
    if (!answer) throw new ProtocolError(`A reply without an answer of ${tool}`);
    return [tool, answer] as const;
  });
};

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

const withMemory = (launch: Launch, limit: number | undefined): Launch =>
  limit === undefined ? launch : { ...launch, args: [...launch.args, '--memory', String(limit)] };

/** Starts the workers and resolves once all are ready; throws HarnessError where one cannot be started, and leaves none behind. */
export const openPool = async (options: PoolOptions = {}): Promise<Pool> => {
  const { tools = toolNames, workersPerEnvironment: workers = 1, timeLimit = 30_000, window = 8, signal } = options;
  const { launch = launchOf, startLimit, lineLimit, memoryLimit } = options;
  signal?.throwIfAborted();
  let cases = 0;
  let restarts = 0;
  const seconds: Partial<Record<ToolName, number>> = {};

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
        launch: withMemory(found, memoryLimit),
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

  const take = (reply: Reply, asked: readonly ToolName[]): [ToolName, Answer][] =>
    answersIn(reply, asked).map(([tool, answer]) => {
      seconds[tool] = (seconds[tool] ?? 0) + answer.seconds;
      return [tool, answer.status === 'exhausted' ? { status: 'died', message: answer.message, stderr: [] } : answer];
    });

  const askCrew = async (name: EnvironmentName, question: Question, asked: readonly ToolName[]) => {
    const { tools: _, isFresh, ...subject } = question;
    const crew = crews.get(name) as Crew;
    const request = (some: readonly ToolName[]): Request => ({ type: 'run', tools: some, ...subject });
    if (!isFresh) {
      const outcome = await crew.ask(request(asked));
      if (!('reason' in outcome)) return take(outcome, asked);
    }
    // One tool after the other, so that only the guilty one is without an answer.
    const outcomes = await crew.askAlone(asked.map((tool) => request([tool])));
    return outcomes.flatMap((outcome, index): [ToolName, Answer][] => {
      const tool = asked[index] as ToolName;
      return 'reason' in outcome ? [[tool, ended(outcome, timeLimit)]] : take(outcome, [tool]);
    });
  };

  return {
    versions,
    workers,
    capacity: workers * window,
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
      const request: Request = { type: 'record', source, inputs };
      const first = await crew.ask(request);
      const [outcome = first] = 'reason' in first ? await crew.askAlone([request]) : [];
      if ('reason' in outcome) throw new HarnessError(`${source.file} could not be recorded: ${outcome.message}`);
      if (outcome.type === 'ran') throw new ProtocolError('Answers where an architecture was asked for');
      if (outcome.type !== 'recorded') throw unexpected(outcome);
      return outcome.architecture;
    },
    work: () => ({ cases, restarts, seconds: { ...seconds } }),
    pids: () => [...crews.values()].flatMap((crew) => crew.pids()),
    close: () => closeAll(patience),
  };
};

/** Has a pool answer for a campaign. */
export const askOf =
  (pool: Pool): Ask =>
  (architecture, tools, why) =>
    pool.ask({ architecture, tools, isFresh: why?.why === 'confirming' });
