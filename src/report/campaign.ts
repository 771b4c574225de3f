/** What came of a campaign of random networks. */

import type { Failure, Outcome, Plan } from '../harness/campaign.ts';
import { clusterName } from '../harness/cluster.ts';
import { busyShare, type Work } from '../harness/work.ts';
import type { FuzzJson } from './schemas.ts';
import { statisticsText } from './statistics.ts';
import { harmless, type Style } from './style.ts';
import { table } from './table.ts';
import { differencesJson, differenceTable, messageOf, outcomeOf, worst } from './verify.ts';

type FailureJson = FuzzJson['failures'][number];

const failureJson = (failure: Failure, file: string | undefined): FailureJson => {
  const { tool, seed, path, examined, alike, executions, architecture, original, script } = failure;
  const message = messageOf(examined.verdict);
  return {
    tool,
    cluster: clusterName(failure),
    seed,
    path,
    status: examined.verdict.status,
    differences: differencesJson(examined.verdict),
    ...(message === undefined ? {} : { message }),
    alike,
    executions,
    file: file ?? null,
    architecture: { ...architecture },
    original: { ...original },
    script,
  };
};

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** By name, since the order in which answers came is another one in each run. */
const sorted = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));

export const sortedVerdicts = (verdicts: Outcome['verdicts']): FuzzJson['verdicts'] =>
  Object.fromEntries(Object.entries(verdicts).map(([tool, counts]) => [tool, sorted(counts)]));

/** What `fuzz --json` prints; `files` names the case of each failure. */
export const fuzzJson = (
  outcome: Outcome,
  { seed, shard }: Pick<Plan, 'seed' | 'shard'>,
  files: readonly (string | undefined)[],
  work: FuzzJson['work'],
  corpus?: FuzzJson['corpus'],
): FuzzJson => {
  const seconds = outcome.milliseconds / 1000;
  const statuses = Object.values(outcome.verdicts).flatMap((counts) => Object.keys(counts));
  return {
    schema: 'countersign/fuzz@1',
    seed,
    tools: Object.keys(outcome.verdicts),
    cases: outcome.cases,
    seconds: tenths(seconds),
    cases_per_second: seconds > 0 ? tenths(outcome.cases / seconds) : 0,
    work,
    interrupted: outcome.interrupted,
    outcome: worst([
      outcomeOf(statuses as FailureJson['status'][]),
      outcome.shortfalls.length > 0 ? 'could not run' : 'agreement',
      ...(corpus?.cases ?? []).map((one) => one.outcome),
    ]),
    verdicts: sortedVerdicts(outcome.verdicts),
    kinds: sorted(outcome.kinds),
    statistics: outcome.statistics,
    ...(shard ? { shard: `${shard.part}/${shard.of}` } : {}),
    ...(corpus ? { corpus } : {}),
    shortfalls: [...outcome.shortfalls],
    failures: outcome.failures.map((failure, index) => failureJson(failure, files[index])),
  };
};

/** What the pool did for a campaign. */
export const workJson = (
  { restarts, seconds }: Work,
  { milliseconds, slowest }: Pick<Outcome, 'milliseconds' | 'slowest'>,
  workers: number,
): FuzzJson['work'] => ({
  workers,
  restarts,
  tool_seconds: Object.fromEntries(Object.entries(seconds).map(([tool, value]) => [tool, tenths(value)])),
  busy: milliseconds > 0 ? Math.round(busyShare({ seconds }, milliseconds, workers) * 1000) / 1000 : 0,
  ...(slowest ? { slowest: { path: slowest.path, seconds: tenths(slowest.milliseconds / 1000) } } : {}),
});

/** A script, indented. */
export const scriptText = (script: string): string =>
  harmless(script)
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');

const failureText = (failure: FailureJson, number: number, style: Style): string => {
  const alike = failure.alike > 0 ? `, and ${failure.alike} more cases like it` : '';
  const lines = [
    style.bold(style.red(`Disagreement ${number}: ${failure.cluster}${alike}`)),
    ...(failure.message === undefined ? [] : [harmless(failure.message)]),
    ...(failure.differences.length > 0 ? [differenceTable(failure.differences, style, '  ')] : []),
    '',
    scriptText(failure.script),
  ];
  if (failure.file !== null) lines.push('', `Again: countersign replay ${failure.file}`);
  return lines.join('\n');
};

/** How often each tool had each verdict. */
export const verdictTable = (verdicts: FuzzJson['verdicts'], style: Style): string => {
  const statuses = [...new Set(Object.values(verdicts).flatMap((counts) => Object.keys(counts)))].sort();
  const columns = [{ title: 'Tool' }, ...statuses.map((title) => ({ title, align: 'right' as const }))];
  const rows = Object.entries(verdicts).map(([tool, counts]) => [
    tool,
    ...statuses.map((status) => String(counts[status] ?? 0)),
  ]);
  return table(columns, rows, style);
};

/** An outcome in words. */
export const conclusion = (outcome: FuzzJson['outcome'], failures: number, fallsShort = false): string =>
  fallsShort && failures === 0
    ? 'it did not test what it was to test'
    : outcome === 'agreement'
      ? 'every tool agreed on every one'
      : outcome === 'disagreement'
        ? `${failures} kinds of disagreement`
        : 'a tool could not run on some';

const corpusText = ({ corpus }: FuzzJson, style: Style): string[] => {
  if (!corpus) return [];
  const failed = corpus.cases.filter(({ outcome }) => outcome !== 'agreement');
  const held = `${corpus.cases.length - failed.length} of ${corpus.cases.length} cases of ${corpus.folder} hold`;
  const lines = failed.map(({ file, outcome, reason }) => `  ${file}: ${outcome}. ${harmless(reason)}`);
  return [[failed.length > 0 ? style.red(held) : held, ...lines].join('\n')];
};

/** What `fuzz` prints: who agreed how often, what was drawn where that is asked for, and each disagreement as a recipe. */
export const fuzzText = (json: FuzzJson, style: Style, withStatistics = true): string => {
  const colour =
    json.outcome === 'agreement' ? style.green : json.outcome === 'disagreement' ? style.red : style.yellow;
  const kinds = Object.keys(json.kinds).length;
  const found = conclusion(json.outcome, json.failures.length, json.shortfalls.length > 0);
  const title = `${json.cases} random networks of ${kinds} kinds in ${json.seconds} s (${json.cases_per_second} a second, ${Math.round(json.work.busy * 100)} % of it in the tools), seed ${json.seed}: ${found}`;
  return [
    style.bold(colour(json.interrupted ? `Interrupted. ${title}` : title)),
    ...corpusText(json, style),
    ...json.shortfalls.map((reason) => style.yellow(reason)),
    ...(json.cases > 0 ? [verdictTable(json.verdicts, style)] : []),
    ...(json.cases > 0 && withStatistics ? [statisticsText(json.statistics, json.cases, style)] : []),
    ...json.failures.map((failure, index) => failureText(failure, index + 1, style)),
  ]
    .join('\n\n')
    .concat('\n');
};
