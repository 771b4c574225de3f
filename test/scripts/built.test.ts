/** The checkout's command is built once for each state of its sources, and never one of another state. */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const { builtMain } = createRequire(import.meta.url)('../../scripts/setup/built.cjs') as {
  builtMain: (root: string, node: string) => string | undefined;
};

/** Bundles by copying the entry, notes each call, and fails where the entry says so. */
const bundler = `
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'src/cli/main.ts'), 'utf8');
appendFileSync(join(root, 'calls'), 'x');
if (text === 'broken') throw new Error('broken');
mkdirSync(process.argv[2], { recursive: true });
writeFileSync(join(process.argv[2], 'main.js'), text);
`;

const makeProject = () => {
  const root = mkdtempSync(join(tmpdir(), 'countersign-built-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write('scripts/bundle.ts', bundler);
  write('src/cli/main.ts', 'one');
  write('src/other.ts', 'one');
  write('package-lock.json', '{}');
  write('node_modules/rolldown/package.json', '{}');
  mkdirSync(join(root, '.countersign'));
  const built = () => builtMain(root, process.execPath);
  const calls = () => (existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').length : 0);
  return { root, write, built, calls };
};

test('what has not changed is built once', () => {
  const { built, calls } = makeProject();
  const main = built() as string;
  expect(readFileSync(main, 'utf8')).toBe('one');
  expect([built(), calls()]).toEqual([main, 1]);
});

test.each(['src/cli/main.ts', 'src/other.ts', 'src/new.ts', 'package-lock.json', 'scripts/bundle.ts'])(
  'a change of %s builds it again',
  (file) => {
    const { write, built, calls } = makeProject();
    const before = built();
    // As long as it was, in the same moment.
    write(file, file === 'scripts/bundle.ts' ? `${bundler}\n` : 'two');
    const after = built() as string;
    expect(after).not.toBe(before);
    expect([readFileSync(after, 'utf8'), calls()]).toEqual([file === 'src/cli/main.ts' ? 'two' : 'one', 2]);
  },
);

test('what cannot be built is left to the sources, and leaves nothing behind', () => {
  const { root, write, built } = makeProject();
  write('src/cli/main.ts', 'broken');
  expect(built()).toBeUndefined();
  expect(readdirSync(join(root, '.countersign'))).toEqual([]);
  rmSync(join(root, 'node_modules'), { recursive: true });
  expect(built()).toBeUndefined();
});
