/** Kept cases asked again: does each tool still say what it said, and does its convention still predict it? */

import { type Case, type Witness, witnessOf } from '../harness/corpus.ts';
import type { Examined } from '../harness/examine.ts';
import type { ReplayJson } from './schemas.ts';
import { harmless, type Style } from './style.ts';
import { table } from './table.ts';
import { differenceTable, outcomeOf, witnessedJson, worst } from './verify.ts';

type CaseJson = ReplayJson['cases'][number];

const say = (witness: Witness | undefined): string => {
  if (!witness) return 'no answer';
  return witness.status === 'raised'
    ? `raises ${witness.error}`
    : Object.entries(witness.totals)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => `${name} ${value}`)
        .join(', ');
};

const textOf = (witness: Witness | undefined): string | undefined =>
  witness?.status === 'answered' ? witness.text : undefined;

/** One case with today's answers. */
export const replayedJson = (file: string, kept: Case, tools: readonly Examined[]): CaseJson => {
  const changed = tools.flatMap(({ tool, answer }) => {
    const before = kept.witnesses[tool];
    const now = witnessOf(answer);
    const recorded = say(before);
    const measured = say(now);
    if (recorded !== measured) return [{ tool, recorded, measured }];
    const isSameText = textOf(before) === undefined || ('text' in answer && answer.text === textOf(before));
    return isSameText ? [] : [{ tool, recorded: 'another printed text', measured: 'the text of today' }];
  });
  const witnessed = tools.map(witnessedJson);
  const outcome = outcomeOf(witnessed.map(({ status }) => status));
  return {
    file,
    name: kept.name,
    reason: kept.reason,
    outcome: outcome === 'agreement' && changed.length > 0 ? 'disagreement' : outcome,
    tools: witnessed,
    changed,
  };
};

/** What `replay --json` prints. */
export const replayJson = (cases: readonly CaseJson[]): ReplayJson => ({
  schema: 'countersign/replay@1',
  outcome: worst(cases.map(({ outcome }) => outcome)),
  cases: [...cases],
});

const caseText = (one: CaseJson, style: Style): string => {
  const paint = one.outcome === 'agreement' ? style.green : one.outcome === 'disagreement' ? style.red : style.yellow;
  const lines = [`${paint(one.outcome)}  ${harmless(one.name)}  ${style.dim(harmless(one.reason))}`];
  if (one.changed.length > 0) {
    const columns = [{ title: 'tool' }, { title: 'said', breaks: true }, { title: 'says now', most: 40 }] as const;
    const rows = one.changed.map(({ tool, recorded, measured }) => [tool, recorded, measured]);
    lines.push(table(columns, rows, style, '  '));
  }
  for (const { tool, status, message, differences } of one.tools) {
    if (status === 'agrees') continue;
    lines.push(`  ${tool}: ${status}${message === undefined ? '' : `. ${harmless(message)}`}`);
    if (differences.length > 0) lines.push(differenceTable(differences, style, '    '));
  }
  return lines.join('\n');
};

/** What `replay` prints. */
export const replayText = (json: ReplayJson, style: Style): string => {
  const good = json.cases.filter(({ outcome }) => outcome === 'agreement').length;
  const cases = json.cases.length === 1 ? 'case' : 'cases';
  return `${json.cases.map((one) => caseText(one, style)).join('\n')}\n\n${style.bold(`${good} of ${json.cases.length} ${cases} in agreement`)}\n`;
};
