import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Fake, makeProject } from './project.ts';

/** What each program prints when it cannot do its work, and what the user is to read. */
const refusals: readonly { name: string; fake: Fake; output: string; says: RegExp }[] = [
  {
    name: 'npm is offline',
    fake: 'npm',
    output: 'npm error code ENOTFOUND',
    says: /npm packages: the registry cannot be reached/,
  },
  {
    name: 'npm has no cache',
    fake: 'npm',
    output: 'npm error code ENOTCACHED',
    says: /the registry cannot be reached/,
  },
  {
    name: 'npm meets a full disk',
    fake: 'npm',
    output: 'npm error code ENOSPC',
    says: /npm packages: the disk is full/,
  },
  {
    name: 'npm distrusts a proxy',
    fake: 'npm',
    output: 'npm error code SELF_SIGNED_CERT_IN_CHAIN',
    says: /not trusted.*NODE_EXTRA_CA_CERTS/,
  },
  { name: 'npm may not write', fake: 'npm', output: 'npm error code EACCES', says: /cannot be written to/ },
  {
    name: 'npm fails otherwise',
    fake: 'npm',
    output: 'npm error code EUSAGE',
    says: /npm error code EUSAGE.*logs\/packages\.log/,
  },
  {
    name: 'uv is offline',
    fake: 'uv',
    output: 'error: Failed to fetch\n  Caused by: dns error: failed to lookup address information',
    says: /environment "main": the registry cannot be reached/,
  },
  {
    name: 'uv meets a full disk',
    fake: 'uv',
    output: 'Caused by: No space left on device (os error 28)',
    says: /"main": the disk is full/,
  },
  {
    name: 'uv finds no Python',
    fake: 'uv',
    output: 'error: No interpreter found for Python >=3.11 in managed installations or search path',
    says: /"main": it needs Python >=3\.11.*COUNTERSIGN_PYTHON/,
  },
];

test.each(refusals)('$name: one line, exit code 3, and the next run goes on', async ({ fake, output, says }) => {
  const project = makeProject();
  project.fake(fake, `case "$1" in --version) echo "uv 0.13.9"; exit;; esac; echo "${output}" >&2; exit 1`);
  const { code, stdout, stderr } = await project.run();
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  const told = stderr.split('\n').filter((line) => line.startsWith('countersign: '));
  expect(told).toEqual([expect.stringMatching(says)]);
  expect(stderr.trim().endsWith(told[0] ?? '')).toBe(true);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(project.exists('.countersign/lock')).toBe(false);

  project.fake(fake);
  expect((await project.run()).code).toBe(0);
  const npmCalls = project.calls().filter((call) => call === 'npm ci');
  expect(npmCalls).toHaveLength(fake === 'npm' ? 2 : 1);
});

test('no uv, and no Python to install it with', async () => {
  const project = makeProject();
  rmSync(project.at('fakes/uv'));
  project.fake('python3', 'exit 127');
  const { code, stderr } = await project.run(['setup'], { COUNTERSIGN_PYTHON: project.at('fakes/python3') });
  expect(code).toBe(3);
  expect(stderr).toMatch(/^countersign: COUNTERSIGN_PYTHON is ".*", which is no Python/m);
});

test('a Python without the venv module', async () => {
  const project = makeProject();
  rmSync(project.at('fakes/uv'));
  const broken = 'The virtual environment was not created successfully because ensurepip is not available.';
  project.fake('python3', `case "$1" in -c) echo 3.11;; *) echo "${broken}"; exit 1;; esac`);
  const { code, stderr } = await project.run();
  expect(code).toBe(3);
  expect(stderr).toMatch(/^countersign: python3 lacks the venv module\. .*apt install python3-venv/m);
});

test('no npm', async () => {
  const project = makeProject();
  rmSync(project.at('fakes/npm'));
  const { code, stderr } = await project.run(['setup'], { PATH: project.at('fakes') });
  expect(code).toBe(3);
  expect(stderr).toMatch(/^countersign: .*npm was not found on this machine/m);
});

test('a file where the folder of the state should be', async () => {
  const project = makeProject();
  project.write('.countersign', 'not a folder');
  const { code, stderr } = await project.run();
  expect(code).toBe(3);
  expect(stderr).toMatch(/^countersign: .*\.countersign is in the way/m);
});
