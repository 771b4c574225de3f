/** What kept answers say beside the formulas of today. */

import type { Rechecked } from '../harness/recheck.ts';
import { script } from '../harness/recipe.ts';
import { conclusion, scriptText, sortedVerdicts, verdictTable } from './campaign.ts';
import type { RecheckJson } from './schemas.ts';
import { harmless, type Style } from './style.ts';
import { differencesJson, differenceTable, messageOf, outcomeOf } from './verify.ts';

/** What `recheck --json` prints. */
export const recheckJson = (run: string, { cases, verdicts, doubts }: Rechecked): RecheckJson => {
  const statuses = Object.values(verdicts).flatMap((counts) => Object.keys(counts));
  return {
    schema: 'countersign/recheck@1',
    run,
    cases,
    outcome: cases === 0 ? 'could not run' : outcomeOf(statuses as RecheckJson['failures'][number]['status'][]),
    verdicts: sortedVerdicts(verdicts),
    failures: doubts.map(({ index, examined, architecture, alike }) => {
      const message = messageOf(examined.verdict);
      return {
        tool: examined.tool,
        index,
        status: examined.verdict.status,
        differences: differencesJson(examined.verdict),
        ...(message === undefined ? {} : { message }),
        alike,
        architecture: { ...architecture },
        script: script(architecture, examined.tool),
      };
    }),
  };
};

/** What `recheck` prints: who agrees how often today, and the first network of each disagreement. */
export const recheckText = (json: RecheckJson, style: Style): string => {
  const failures = json.failures.map((failure, number) =>
    [
      style.bold(
        style.red(
          `Disagreement ${number + 1}: ${failure.tool} ${failure.status}, case ${failure.index}, ${failure.alike} more like it`,
        ),
      ),
      ...(failure.message === undefined ? [] : [harmless(failure.message)]),
      ...(failure.differences.length > 0 ? [differenceTable(failure.differences, style, '  ')] : []),
      '',
      scriptText(failure.script),
    ].join('\n'),
  );
  const found = conclusion(json.outcome, json.failures.length);
  return [
    style.bold(`${json.cases} networks with the answers kept in ${harmless(json.run)}: ${found}`),
    ...(json.cases > 0 ? [verdictTable(json.verdicts, style)] : []),
    ...failures,
  ]
    .join('\n\n')
    .concat('\n');
};
