/** One network before the real tools: what was predicted, what they say, and who agrees. */

import type { Verdict } from '../harness/compare.ts';
import type { ToolName } from '../harness/environments.ts';
import type { Examined } from '../harness/examine.ts';
import { witnesses } from '../harness/witness.ts';
import { unitOf } from './figures.ts';
import { grouped } from './numbers.ts';
import type { OutcomeJson, VerifyJson, WitnessedJson } from './schemas.ts';
import { harmless, type Style, wrap } from './style.ts';
import { type Cell, table } from './table.ts';

/** What happened, where there are no figures to tell it. */
export const messageOf = (verdict: Verdict): string | undefined => {
  switch (verdict.status) {
    case 'agrees':
      return verdict.raised === undefined ? undefined : `It raises ${verdict.raised}, as predicted.`;
    case 'disagrees':
      return undefined;
    case 'unsupported':
      return `Its convention does not state ${verdict.kinds.join(', ')}.`;
    case 'crashed':
      return `It raises ${verdict.error.class}, which was not predicted: ${verdict.error.message}`;
    case 'flaky':
      return `It ${statusWords[verdict.first.status]}, but ${statusWords[verdict.second.status]} when asked again in a fresh process.`;
    case 'timedOut':
      return `It did not answer within ${verdict.limit / 1000} s.`;
    case 'died':
    case 'missing':
      return verdict.message;
  }
};

/** The figures of totals that both sides state. */
const figuresOf = ({ convention, prediction, answer }: Examined): WitnessedJson['figures'] => {
  if (prediction.status === 'raises') return [];
  const stated = Object.entries(witnesses[convention.name]?.totals ?? {});
  const named = Object.fromEntries(stated.filter(([figure]) => Object.hasOwn(prediction.totals, figure)));
  const measured = answer.status === 'answered' ? answer.totals : {};
  const alike = Object.keys(prediction.totals).filter((name) => !(name in named) && Object.hasOwn(measured, name));
  return [...Object.entries(named), ...alike.map((name) => [name, name] as const)].map(([figure, toolName]) => ({
    figure,
    unit: unitOf(convention.units, figure),
    predicted: String(prediction.totals[figure]),
    measured: measured[toolName] ?? null,
  }));
};

export const witnessedJson = (one: Examined): WitnessedJson => {
  const { tool, version, convention, prediction, answer, verdict } = one;
  const message = messageOf(verdict);
  const text = 'text' in answer ? answer.text : undefined;
  return {
    tool,
    version: version ?? null,
    convention: convention.name,
    status: verdict.status,
    figures: figuresOf(one),
    differences: differencesJson(verdict),
    ...(message === undefined ? {} : { message }),
    ...(prediction.status === 'raises'
      ? { predicted_raise: { error: prediction.error, because: prediction.because, source: prediction.source } }
      : {}),
    ...(verdict.versionDiffers ? { stated_version: verdict.versionDiffers.stated } : {}),
    ...('seconds' in answer ? { seconds: answer.seconds } : {}),
    ...(text === undefined ? {} : { text }),
  };
};

/** A verdict's differences, with null for what a side does not state. */
export const differencesJson = (verdict: Verdict): WitnessedJson['differences'] =>
  verdict.status === 'disagrees'
    ? verdict.differences.map(({ figure, where, predicted, measured }) => ({
        figure,
        where,
        predicted: predicted ?? null,
        measured: measured ?? null,
      }))
    : [];

/** One outcome of many verdicts: a disagreement weighs more than a tool that could not run. */
export const outcomeOf = (statuses: Iterable<WitnessedJson['status']>): OutcomeJson => {
  const seen = new Set(statuses);
  if (seen.has('disagrees') || seen.has('crashed') || seen.has('unsupported')) return 'disagreement';
  return seen.has('timedOut') || seen.has('died') || seen.has('flaky') || seen.has('missing')
    ? 'could not run'
    : 'agreement';
};

/** The outcome of several. */
export const worst = (outcomes: readonly OutcomeJson[]): OutcomeJson =>
  outcomes.find((one) => one === 'disagreement') ?? outcomes.find((one) => one !== 'agreement') ?? 'agreement';

/** What `verify --json` prints; for a program with what tools that fail on it say of the network as recorded. */
export const verifyJson = (
  name: string,
  tools: readonly Examined[],
  asRecorded: ReadonlyMap<ToolName, Verdict['status']> = new Map(),
): VerifyJson => {
  const witnessed = tools.map((one) => {
    const status = asRecorded.get(one.tool);
    return { ...witnessedJson(one), ...(status === undefined ? {} : { as_recorded: status }) };
  });
  return {
    schema: 'countersign/verify@1',
    name,
    outcome: outcomeOf(witnessed.map(({ status }) => status)),
    tools: witnessed,
  };
};

const statusWords: Readonly<Record<WitnessedJson['status'], string>> = {
  agrees: 'agrees',
  disagrees: 'disagrees',
  unsupported: 'not stated',
  crashed: 'raises',
  timedOut: 'no answer in time',
  died: 'died',
  flaky: 'is flaky',
  missing: 'not installed',
};

/** A status in words, green where it is an agreement. */
const statusCell = (status: WitnessedJson['status'], style: Style): Cell => ({
  text: statusWords[status],
  paint: status === 'agrees' ? style.green : status === 'disagrees' || status === 'crashed' ? style.red : style.yellow,
});

const toolRows = (tool: WitnessedJson, style: Style): Cell[][] => {
  const head: Cell[] = [tool.tool, tool.version ?? '-'];
  const status = statusCell(tool.status, style);
  if (tool.figures.length === 0 || tool.figures.every(({ measured }) => measured === null)) {
    return [[...head, '-', '-', '-', status]];
  }
  return tool.figures.map(({ figure, predicted, measured }, index) => [
    ...(index === 0 ? head : ['', '']),
    figure,
    grouped(predicted),
    measured === null ? '-' : grouped(measured),
    predicted === measured ? { text: 'agrees', paint: style.green } : { text: 'differs', paint: style.red },
  ]);
};

const mostDifferences = 20;

/** Differences, each with its place; the first of many. */
export const differenceTable = (
  differences: readonly WitnessedJson['differences'][number][],
  style: Style,
  indent: string,
): string => {
  const columns = [
    { title: 'where', most: 40 },
    { title: 'figure' },
    { title: 'predicted', align: 'right', most: 40 },
    { title: 'measured', align: 'right', most: 40 },
  ] as const;
  const rows = differences
    .slice(0, mostDifferences)
    .map(({ where, figure, predicted, measured }) => [
      where,
      figure,
      predicted === null ? 'nothing' : grouped(predicted),
      measured === null ? 'nothing' : grouped(measured),
    ]);
  const more = differences.length - rows.length;
  return `${table(columns, rows, style, indent)}${more > 0 ? `\n${indent}and ${more} more, see --json` : ''}`;
};

const inProgramAlone =
  'It agrees on the network as recorded (countersign record), so the program itself makes the difference: by arithmetic with sizes, which tools that trace it see as operations, or by functions that it got hold of before a tool replaced them.';

const remarksOf = (tool: WitnessedJson, style: Style): string[] => {
  const remarks: string[] = [];
  if (tool.message !== undefined) remarks.push(wrap(harmless(`${tool.tool}: ${tool.message}`), style.width));
  if (tool.predicted_raise) {
    const { because, source } = tool.predicted_raise;
    remarks.push(wrap(`${because} (${source})`, style.width, '  '));
  }
  if (tool.stated_version !== undefined)
    remarks.push(`${tool.tool}: version ${tool.version} is installed, the convention states ${tool.stated_version}.`);
  if (tool.differences.length > 0)
    remarks.push(`${tool.tool} disagrees:\n${differenceTable(tool.differences, style, '  ')}`);
  if (tool.as_recorded === 'agrees') remarks.push(wrap(`${tool.tool}: ${inProgramAlone}`, style.width));
  return remarks;
};

/** How many agree, in one line. */
export const agreementLine = (json: VerifyJson, style: Style): string => {
  const agreeing = json.tools.filter(({ status }) => status === 'agrees').length;
  const line = `${harmless(json.name)}: ${agreeing} of ${json.tools.length} ${json.tools.length === 1 ? 'tool agrees' : 'tools agree'}`;
  return (json.outcome === 'agreement' ? style.green : json.outcome === 'disagreement' ? style.red : style.yellow)(
    line,
  );
};

/** What `verify` prints: every total that a tool states beside its prediction, and where they differ. */
export const verifyText = (json: VerifyJson, style: Style): string => {
  const columns = [
    { title: 'Tool' },
    { title: 'Version' },
    { title: 'Figure' },
    { title: 'Countersign', align: 'right' },
    { title: 'The tool', align: 'right' },
    { title: '' },
  ] as const;
  const rows = json.tools.flatMap((tool) => toolRows(tool, style));
  const remarks = json.tools.flatMap((tool) => remarksOf(tool, style));
  return [style.bold(agreementLine(json, style)), table(columns, rows, style), ...remarks].join('\n\n').concat('\n');
};
