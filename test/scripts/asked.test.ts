/** The long scripts tell what they take, and refuse what they do not take before they do anything. */

import { execa } from 'execa';
import { expect, test } from 'vitest';

const run = (script: string, ...args: readonly string[]) =>
  execa(process.execPath, [`scripts/${script}.ts`, ...args], { reject: false });

test.each(['executed', 'planted', 'mutation', 'matrix', 'chaos'])(
  '%s has a help',
  async (script) => {
    const { exitCode, stdout } = await run(script, '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: npm run ${script} -- `));
  },
  120_000,
);

test.each([
  ['executed', ['many'], 'executed: cases "many" is not a whole number'],
  ['executed', ['5', 'Lineer'], 'Did you mean Linear'],
  ['planted', ['many'], 'planted: seeds "many" is not a whole number'],
  ['matrix', ['--cases', 'many'], 'matrix: --cases "many" is not a whole number'],
  ['chaos', ['--every', 'many'], 'chaos: --every "many" is not a whole number'],
  ['planted', ['2', 'Lineer'], 'Did you mean Linear'],
  ['planted', ['2', 'own', 'nothing like it'], 'No mistake has such a name'],
  ['mutation', ['nothing.ts'], 'There is no file nothing.ts'],
] as const)(
  '%s %j is refused',
  async (script, args, says) => {
    const { exitCode, stdout, stderr } = await run(script, ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(`npm run ${script}: `);
    expect(stderr).toMatch(says);
  },
  120_000,
);
