/** The pieces of the main job's transcript. */

import { flatten } from './figures.ts';
import { grouped, rounded } from './numbers.ts';
import type { CountJson, OutcomeJson, VerifyJson } from './schemas.ts';
import { harmless, type Style } from './style.ts';
import { agreementLine } from './verify.ts';

/** A heading of the transcript. */
export const heading = (text: string, style: Style): string => `${style.bold(text)}\n${'='.repeat(text.length)}\n`;

/** Lines that torchstat prints for each layer that it does not know, before its table. */
const noise = /is not supported!$/;

const clip = (line: string, width: number): string => (line.length > width ? `${line.slice(0, width - 1)}…` : line);

/** What each tool printed, cut to the width. */
export const printsText = (json: VerifyJson, style: Style): string =>
  json.tools
    .flatMap(({ tool, text }) => {
      if (text === undefined) return [];
      const lines = text.split('\n').filter((line) => line.trim() !== '' && !noise.test(line));
      return [
        `${style.bold(`${tool} prints:`)}\n${lines.map((line) => clip(harmless(line), style.width)).join('\n')}\n`,
      ];
    })
    .join('\n');

/** A network in two lines: who agrees, and the figures of the definition. */
export const shortText = (json: VerifyJson, count: CountJson, style: Style): string => {
  const agreement = agreementLine(json, style);
  const others = json.tools.flatMap(({ tool, status, message, differences }) => {
    if (status === 'agrees') return message === undefined ? [] : [`  ${tool}: ${harmless(message)}`];
    const [first] = differences;
    const what = first
      ? `${first.figure} of ${first.where}: ${first.predicted} predicted, ${first.measured} measured`
      : message;
    return [`  ${tool} ${status}: ${harmless(what ?? '')}`];
  });
  if ('raises' in count) return [agreement, ...others].join('\n').concat('\n');
  const { params = '0', macs = '0', flops = '0' } = flatten(count.totals as Parameters<typeof flatten>[0]);
  const figures = `  ${grouped(params)} parameters (${rounded(params)}), ${grouped(macs)} MACs, ${grouped(flops)} FLOPs`;
  return [agreement, figures, ...others].join('\n').concat('\n');
};

const verdicts: Readonly<Record<OutcomeJson, string>> = {
  agreement: 'Every count was countersigned.',
  disagreement: 'Some counts were not countersigned: see above.',
  'could not run': 'Some tools could not run: see above, and "countersign doctor".',
};

/** The last words, with what to try next. */
export const closingText = (outcome: OutcomeJson, style: Style): string => {
  const paint = outcome === 'agreement' ? style.green : outcome === 'disagreement' ? style.red : style.yellow;
  const own = 'npm run --silent countersign --';
  return [
    style.bold(paint(verdicts[outcome])),
    '',
    'Next:',
    `  ${own} record YOUR.py:NAME --input 1,3,224,224 -o net.json`,
    `  ${own} count net.json`,
    `  ${own} explain net.json`,
    `  ${own} verify net.json`,
    '',
  ].join('\n');
};
