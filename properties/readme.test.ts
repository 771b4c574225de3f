/** What README shows of the tools is what they say: its console blocks under the note "with the tools", and the main job. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../src/harness/environments.ts';
import { blocksOf, missingLines, readPage, rerun, stepsOf } from '../test/docs/blocks.ts';
import { withTools as toolsOpened } from './tools.ts';

const blocks = blocksOf(readPage('README.md'));
const withTools = blocks.filter(({ note }) => note === 'with the tools');

/** Files that a block's commands write. */
const written = (commands: readonly string[]): string[] =>
  commands.flatMap((command) => / -o (\S+)/.exec(command)?.[1] ?? []);

it.each(withTools)(
  'README.md:$line shows what the tools say',
  async (block) => {
    const files = written(stepsOf(block).map(({ command }) => command));
    const before = files.map(readPage);
    const { real, shown } = await rerun(block);
    expect(shown).toBe(real);
    expect(files.map(readPage), 'the example as it is recorded').toEqual(before);
  },
  120_000,
);

const output = (args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(packageRoot, 'scripts', 'run.cjs'), ...args], {
      env: { ...process.env, FORCE_COLOR: undefined, NODE_OPTIONS: undefined },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });

/** Figures of the random networks depend on the time that they have. */
const withoutFigures = (text: string): string => text.replace(/\d+(\.\d+)?/g, '#').replace(/ {2,}/g, '  ');

it('the transcript of npm start is what it prints, with another time for random networks', async () => {
  const shown = blocks.find(({ note }) => note === 'golden: npm start')?.text ?? '';
  const real = await output(['start', '--budget', '1s', '--seed', '1']);
  const [fixedShown = '', randomShown = ''] = shown.split('4. Random networks\n');
  const [fixed = '', random = ''] = real.split('4. Random networks\n');
  expect(missingLines(fixedShown, fixed)).toEqual([]);
  expect(missingLines(withoutFigures(randomShown), withoutFigures(random))).toEqual([]);
}, 120_000);

const { pool } = toolsOpened(['torch']);

it.each([
  ['alexnet', 'alexnet.py', 'AlexNet', [1, 3, 224, 224]],
  ['lstm-classifier', 'lstm_classifier.py', 'LSTMClassifier', [4, 16, 8]],
] as const)(
  'docs/examples/%s.json is what is recorded today',
  async (example, file, name, shape) => {
    const source = { file: join(packageRoot, 'python', 'examples', file), name };
    const recorded = await pool().record(source, [{ shape, dtype: 'float32' }]);
    expect(JSON.parse(readPage(`docs/examples/${example}.json`))).toEqual(recorded);
  },
  120_000,
);
