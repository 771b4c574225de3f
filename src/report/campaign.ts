/** What came of a campaign of random networks. */

import type { Failure, Outcome, Tally } from '../harness/campaign.ts';
import { busyShare, type Work } from '../harness/pool.ts';
import type { FuzzJson } from './schemas.ts';
import { harmless, type Style } from './style.ts';
import { table } from './table.ts';
import { differencesJson, differenceTable, messageOf, outcomeOf } from './verify.ts';

type FailureJson = FuzzJson['failures'][number];

const failureJson = (failure: Failure, file: string | undefined): FailureJson => {
  const { tool, seed, path, examined, alike, executions, architecture, original, script } = failure;
  const message = messageOf(examined.verdict);
  return {
    tool,
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
  seed: number,
  files: readonly (string | undefined)[],
  work: FuzzJson['work'],
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
    outcome: outcomeOf(statuses as FailureJson['status'][]),
    verdicts: sortedVerdicts(outcome.verdicts),
    kinds: sorted(outcome.kinds),
    failures: outcome.failures.map((failure, index) => failureJson(failure, files[index])),
  };
};

/** What the pool did for a campaign that took so many milliseconds. */
export const workJson = ({ restarts, seconds }: Work, milliseconds: number, workers: number): FuzzJson['work'] => ({
  workers,
  restarts,
  tool_seconds: Object.fromEntries(Object.entries(seconds).map(([tool, value]) => [tool, tenths(value)])),
  busy: milliseconds > 0 ? Math.round(busyShare({ seconds }, milliseconds, workers) * 1000) / 1000 : 0,
});

/** One line of progress. */
export const progressLine = ({ cases, milliseconds, failures, phase }: Tally, total: string): string => {
  const seconds = milliseconds / 1000;
  const rate = seconds > 0 ? (cases / seconds).toFixed(1) : '0.0';
  const found = failures === 0 ? 'no disagreement' : `${failures} kinds of disagreement`;
  return phase === 'shrinking'
    ? `${cases} networks, ${found}, shrinking ...`
    : `${cases} random networks, ${Math.floor(seconds)} s of ${total}, ${rate} a second, ${found}`;
};

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
    style.bold(style.red(`Disagreement ${number}: ${failure.tool} ${failure.status}${alike}`)),
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
export const conclusion = (outcome: FuzzJson['outcome'], failures: number): string =>
  outcome === 'agreement'
    ? 'every tool agreed on every one'
    : outcome === 'disagreement'
      ? `${failures} kinds of disagreement`
      : 'a tool could not run on some';

/** What `fuzz` prints: who agreed how often, and each disagreement as a recipe. */
export const fuzzText = (json: FuzzJson, style: Style): string => {
  const colour =
    json.outcome === 'agreement' ? style.green : json.outcome === 'disagreement' ? style.red : style.yellow;
  const kinds = Object.keys(json.kinds).length;
  const found = conclusion(json.outcome, json.failures.length);
  const title = `${json.cases} random networks of ${kinds} kinds in ${json.seconds} s (${json.cases_per_second} a second, ${Math.round(json.work.busy * 100)} % of it in the tools), seed ${json.seed}: ${found}`;
  return [
    style.bold(colour(json.interrupted ? `Interrupted. ${title}` : title)),
    ...(json.cases > 0 ? [verdictTable(json.verdicts, style)] : []),
    ...json.failures.map((failure, index) => failureText(failure, index + 1, style)),
  ]
    .join('\n\n')
    .concat('\n');
};
