/** What came of a campaign as JUnit XML, which services that run checks can read. */

import { scriptText } from './campaign.ts';
import type { FuzzJson } from './schemas.ts';
import { harmless } from './style.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as XML may hold it: without control characters. */
const escaped = (text: string): string =>
  harmless(text)
    .replace(/[\ufffe\uffff]/g, '?')
    .replace(/[&<>"']/g, (letter) => entities[letter] as string);

interface Test {
  readonly tool: string;
  readonly name: string;
  /** `failure` for a disagreement, `error` for what could not run. */
  readonly fault?: { readonly type: 'failure' | 'error'; readonly message: string; readonly text: string };
}

const testsOf = ({ verdicts, failures, shortfalls, corpus, cases }: FuzzJson): Test[] => [
  ...Object.entries(verdicts).map(([tool, counts]): Test => {
    const unanswered = ['timedOut', 'died', 'flaky', 'missing'].filter((status) => counts[status]);
    const message = unanswered.map((status) => `${status} on ${counts[status]} networks`).join(', ');
    const name = `agrees on ${counts.agrees ?? 0} of ${cases} networks`;
    return unanswered.length === 0 ? { tool, name } : { tool, name, fault: { type: 'error', message, text: message } };
  }),
  ...failures.map(({ tool, cluster, status, differences, message, script, file }): Test => {
    const lines = differences.map(
      ({ figure, where, predicted, measured }) =>
        `${figure} (${where}): ${predicted ?? '-'} countersigned, ${measured ?? '-'} measured`,
    );
    const text = [...lines, message ?? '', '', scriptText(script), '', file ? `countersign replay ${file}` : ''];
    return {
      tool,
      name: cluster,
      fault: { type: 'failure', message: lines[0] ?? message ?? status, text: text.join('\n').trim() },
    };
  }),
  ...shortfalls.map(
    (message): Test => ({
      tool: 'campaign',
      name: 'tests what it is to test',
      fault: { type: 'error', message, text: message },
    }),
  ),
  ...(corpus?.cases ?? []).map(({ file, outcome, reason }): Test => {
    const fault = {
      type: outcome === 'disagreement' ? 'failure' : 'error',
      message: reason,
      text: `countersign replay ${file}`,
    } as const;
    return { tool: 'corpus', name: file, ...(outcome === 'agreement' ? {} : { fault }) };
  }),
];

const testXml = ({ tool, name, fault }: Test): string => {
  const head = `    <testcase classname="countersign.${escaped(tool)}" name="${escaped(name)}"`;
  if (!fault) return `${head}/>`;
  return `${head}>\n      <${fault.type} message="${escaped(fault.message)}">${escaped(fault.text)}</${fault.type}>\n    </testcase>`;
};

/** One test for each tool, one more for each disagreement, shortfall and case of the corpus. */
export const junitXml = (json: FuzzJson): string => {
  const tests = testsOf(json);
  const count = (type: 'failure' | 'error'): number => tests.filter(({ fault }) => fault?.type === type).length;
  const counts = `tests="${tests.length}" failures="${count('failure')}" errors="${count('error')}" time="${json.seconds}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="countersign, seed ${json.seed}" ${counts}>`,
    ...tests.map(testXml),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};
