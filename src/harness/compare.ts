/** The verdict on one prediction before one tool's answer. There is no tolerance anywhere. */

import type { Convention, Count, Prediction } from '../engine/convention.ts';
import type { ShapedNetwork } from '../engine/shapes.ts';
import type { Answer, Answered, Raised } from './answers.ts';
import { type Difference, differencesOf } from './differences.ts';
import { HarnessError } from './environments.ts';
import { witnesses } from './witness.ts';

export type { Difference } from './differences.ts';

/** The convention states one version of the tool, and another one answered. */
export interface VersionDiffers {
  readonly stated: string;
  readonly installed: string;
}

export type Verdict = { readonly versionDiffers?: VersionDiffers } & (
  | {
      readonly status: 'agrees';
      /** The exception's class, where the tool raised as predicted. */
      readonly raised?: string;
    }
  | { readonly status: 'disagrees'; readonly differences: readonly [Difference, ...Difference[]] }
  /** The convention does not state these kinds, so there is nothing to compare. */
  | { readonly status: 'unsupported'; readonly kinds: readonly string[] }
  /** The tool raised where a count was predicted. */
  | { readonly status: 'crashed'; readonly error: Raised['error'] }
  | { readonly status: 'timedOut'; readonly limit: number }
  | { readonly status: 'died'; readonly message: string }
  /** A failure that did not come again where the tool had served nothing before. */
  | { readonly status: 'flaky'; readonly first: Verdict; readonly second: Verdict }
  /** The tool is not installed. */
  | { readonly status: 'missing'; readonly message: string }
);

const disagrees = (first: Difference, ...others: readonly Difference[]): Verdict => ({
  status: 'disagrees',
  differences: [first, ...others],
});

const shown = ({ totals }: Answered): string =>
  Object.entries(totals)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

const judgeCount = (
  prediction: Count,
  answer: Answered | Raised,
  convention: Convention,
  network: ShapedNetwork | undefined,
): Verdict => {
  if (prediction.uncounted.length > 0) return { status: 'unsupported', kinds: prediction.uncounted };
  if (answer.status === 'raised') return { status: 'crashed', error: answer.error };
  const witness = Object.hasOwn(witnesses, convention.name) ? witnesses[convention.name] : undefined;
  if (!witness) throw new HarnessError(`No tool bears witness to the convention "${convention.name}".`);
  const [first, ...others] = differencesOf(prediction, answer, witness, network);
  return first ? disagrees(first, ...others) : { status: 'agrees' };
};

const judgeRaise = (error: string, answer: Answered | Raised): Verdict => {
  if (answer.status === 'answered')
    return disagrees({ figure: 'error', where: 'total', predicted: error, measured: shown(answer) });
  if (answer.error.class === error) return { status: 'agrees', raised: error };
  return disagrees({ figure: 'error', where: 'total', predicted: error, measured: answer.error.class });
};

const judgeAnswer = (
  prediction: Prediction,
  answer: Answer,
  convention: Convention,
  network: ShapedNetwork | undefined,
): Verdict => {
  switch (answer.status) {
    case 'answered':
    case 'raised':
      return prediction.status === 'raises'
        ? judgeRaise(prediction.error, answer)
        : judgeCount(prediction, answer, convention, network);
    case 'timedOut':
      return { status: 'timedOut', limit: answer.limit };
    case 'died':
      return { status: 'died', message: answer.message };
    case 'missing':
      return { status: 'missing', message: answer.message };
  }
};

/**
 * Judges a tool's answer by its convention's prediction. The network, where it is given, adds to the definition where
 * results lie in memory; the installed version, whether the convention speaks of it. Throws HarnessError for a
 * convention that no tool bears witness to.
 */
export const judge = (
  prediction: Prediction,
  answer: Answer,
  convention: Convention,
  network?: ShapedNetwork,
  installed?: string,
): Verdict => {
  const verdict = judgeAnswer(prediction, answer, convention, network);
  const stated = convention.tool?.version;
  if (stated === undefined || installed === undefined || stated === installed) return verdict;
  return { ...verdict, versionDiffers: { stated, installed } };
};
