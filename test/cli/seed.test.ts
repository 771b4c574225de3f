import { expect, it, vi } from 'vitest';
import { seedFrom } from '../../src/cli/seed.ts';

it('takes the seed from the commit that a service names, and within 31 bits', () => {
  vi.stubEnv('GITHUB_SHA', 'ffffffff0123456789abcdef0123456789abcdef');
  expect(seedFrom('commit')).toEqual({ seed: 2 ** 31 - 1, from: ' (from commit ffffffff0123)' });
  vi.stubEnv('GITHUB_SHA', 'not a hash');
  expect(() => seedFrom('commit')).toThrow('--seed commit: "not a hash" is not the hash of a commit.');
  vi.unstubAllEnvs();
});

it('takes a number as it is', () => {
  expect(seedFrom('7')).toEqual({ seed: 7, from: '' });
});
