/** What came of a campaign as Markdown, for the summary that a service shows beside its checks. */

import { conclusion } from './campaign.ts';
import type { FuzzJson } from './schemas.ts';
import { statisticsText } from './statistics.ts';
import { plain } from './style.ts';

const signs = { agreement: '✅', disagreement: '❌', 'could not run': '⚠️' } as const;

const cell = (text: string): string => text.replace(/[|\\]/g, '\\$&').replace(/\s+/g, ' ');

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** A block that no text can break out of: its fence is longer than any in the text. */
const fenced = (text: string, language = ''): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
};

const verdictRows = ({ verdicts }: FuzzJson): string[] => {
  const statuses = [...new Set(Object.values(verdicts).flatMap((counts) => Object.keys(counts)))].sort();
  return [
    row(['tool', ...statuses]),
    row(['---', ...statuses.map(() => '---:')]),
    ...Object.entries(verdicts).map(([tool, counts]) =>
      row([tool, ...statuses.map((status) => String(counts[status] ?? 0))]),
    ),
  ];
};

const failureText = (failure: FuzzJson['failures'][number]): string => {
  const { cluster, alike, differences, message, script, file } = failure;
  return [
    `### ${cell(cluster)}${alike > 0 ? `, and ${alike} more networks like it` : ''}`,
    ...(message === undefined ? [] : [fenced(message)]),
    ...(differences.length === 0
      ? []
      : [
          [
            row(['figure', 'where', 'countersigned', 'measured']),
            row(['---', '---', '---:', '---:']),
            ...differences
              .slice(0, 20)
              .map(({ figure, where, predicted, measured }) => row([figure, where, predicted ?? '-', measured ?? '-'])),
          ].join('\n'),
        ]),
    fenced(script, 'python'),
    ...(file === null ? [] : [`Again: \`countersign replay ${file}\``]),
  ].join('\n\n');
};

/** The outcome, the verdicts by tool, each disagreement as a recipe, and what was drawn. */
export const summaryMarkdown = (json: FuzzJson): string => {
  const found = conclusion(json.outcome, json.failures.length, json.shortfalls.length > 0);
  const failed = json.corpus?.cases.filter(({ outcome }) => outcome !== 'agreement') ?? [];
  return [
    `## ${signs[json.outcome]} countersign: ${json.cases} random networks, ${found}`,
    `Seed ${json.seed}${json.shard ? `, part ${json.shard}` : ''}; ${json.seconds} s, ${json.cases_per_second} networks a second.`,
    ...json.shortfalls.map((reason) => `⚠️ ${reason}`),
    ...(json.cases > 0 ? [verdictRows(json).join('\n')] : []),
    ...(json.corpus
      ? [`Corpus: ${json.corpus.cases.length - failed.length} of ${json.corpus.cases.length} cases hold.`]
      : []),
    ...failed.map(({ file, reason }) => `- ${file}: ${reason}`),
    ...json.failures.map(failureText),
    `<details><summary>What was drawn</summary>\n\n${fenced(statisticsText(json.statistics, json.cases, plain))}\n\n</details>`,
  ]
    .join('\n\n')
    .concat('\n');
};
