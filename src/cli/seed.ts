/** The seed of a campaign: a number, or the commit that is being tested, so that each commit has networks of its own. */

import { execFileSync } from 'node:child_process';
import { UsageError } from './exit.ts';
import { parseSeed } from './inputs.ts';

/** Variables in which services that run checks say what commit they check. */
const variables = ['GITHUB_SHA', 'CI_COMMIT_SHA', 'BITBUCKET_COMMIT', 'BUILD_SOURCEVERSION', 'CIRCLE_SHA1'];

const commit = (): string => {
  const named = variables.map((name) => process.env[name]).find(Boolean);
  if (named) return named;
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    throw new UsageError(
      `--seed commit: this is no Git repository with a commit, and none of ${variables.join(', ')} is set. Give a number.`,
    );
  }
};

/** A whole number, the first 31 bits of the commit's hash for `commit`, or one that is drawn. */
export const seedFrom = (text: string | undefined): { readonly seed: number; readonly from: string } => {
  if (text !== 'commit') return { seed: parseSeed(text), from: '' };
  const hash = commit();
  if (!/^[0-9a-f]{8,}$/i.test(hash)) throw new UsageError(`--seed commit: "${hash}" is not the hash of a commit.`);
  return { seed: Number.parseInt(hash.slice(0, 8), 16) >>> 1, from: ` (from commit ${hash.slice(0, 12)})` };
};
