/** The fenced blocks of a page, and how its console examples are run and compared. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/harness/environments.ts';

/** A fenced block. `note` is the comment on the line before it, which a reader of the page does not see. */
export interface Block {
  readonly language: string;
  readonly note: string;
  readonly text: string;
  readonly line: number;
}

export const readPage = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');

export const blocksOf = (page: string): Block[] =>
  [...page.matchAll(/^(?:<!-- ([^\n]*) -->\n)?```(\w+)\n(.*?)^```$/gms)].map((match) => ({
    note: match[1] ?? '',
    language: match[2] ?? '',
    text: match[3] ?? '',
    line: page.slice(0, match.index).split('\n').length,
  }));

/** A command of a console block, and the lines that are shown below it. */
export interface Step {
  readonly command: string;
  readonly shown: string;
}

/** The steps of a console block: a command stands behind `$ `, its output until the next one. */
export const stepsOf = ({ text }: Block): Step[] =>
  text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...lines] = part.split('\n');
      return { command, shown: lines.join('\n') };
    });

/** The same command without npm in front, by whose side several would take long to start. */
const direct = (command: string): string =>
  command.replaceAll(/npm run --silent (\w+) --/g, `"${process.execPath}" scripts/run.cjs $1`);

/** What differs from run to run: times and speeds; and what was drawn, which every change of a layer's options changes. */
const steady = (text: string): string =>
  text
    .replace(/in [\d.]+ s \([\d.]+ a second[^)]*\)/g, 'in # s (# a second)')
    .replace(/^What was drawn\n(?: {2}.*(?:\n|$))+/gm, 'What was drawn\n')
    .trimEnd();

/** Runs a block's commands in one shell, in the project's folder; gives what each wrote, stdout and stderr together. */
const run = (block: Block): Promise<string[]> => {
  const mark = '\u0001';
  const script = [
    'exec 2>&1',
    ...stepsOf(block).map(({ command }) => `${direct(command)}\nstatus=$?; printf '${mark}'; (exit $status)`),
  ].join('\n');
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', script], {
      cwd: packageRoot,
      env: { ...process.env, FORCE_COLOR: undefined, NODE_OPTIONS: undefined },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', reject);
    child.once('close', () => resolve(output.split(mark)));
  });
};

/** Runs a console block; gives the block as it would have to be, and as it is. They are equal where the page is right. */
export const rerun = async (block: Block): Promise<{ readonly real: string; readonly shown: string }> => {
  const outputs = await run(block);
  const steps = stepsOf(block);
  return {
    real: steps.map(({ command }, index) => `$ ${command}\n${steady(outputs[index] ?? '')}`).join('\n'),
    shown: steps.map(({ command, shown }) => `$ ${command}\n${steady(shown)}`).join('\n'),
  };
};

/** The shown lines that are not in the real text at their turn; a line `...` stands for any lines. */
export const missingLines = (shown: string, real: string): string[] => {
  const lines = real.split('\n');
  let at = 0;
  let mayskip = false;
  const missing: string[] = [];
  for (const line of shown.trimEnd().split('\n')) {
    if (line === '...') {
      mayskip = true;
      continue;
    }
    const found = mayskip ? lines.indexOf(line, at) : lines[at] === line ? at : -1;
    if (found < 0) missing.push(line);
    else at = found + 1;
    mayskip = false;
  }
  return missing;
};
