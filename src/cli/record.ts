/** `countersign record`. */

import { stat } from 'node:fs/promises';
import { Command } from '@commander-js/extra-typings';
import { collect } from './collect.ts';
import { UsageError } from './exit.ts';
import { holdSignals } from './interrupt.ts';
import { note, print } from './output.ts';
import { progressOn } from './progress.ts';

const help = `
NAME is a module, a class that is made without arguments, or a function that returns a module.

Examples:
  countersign record net.py:Net --input 1,3,224,224 -o net.json
  countersign record text.py:make --input 8,128:int64 --input 8,1 > text.json`;

export const recordCommand = () =>
  new Command('record')
    .summary('turn a PyTorch module into an architecture')
    .description('Runs a PyTorch module once and records its layers and calls as an architecture.')
    .argument('<FILE.py:NAME>', 'a module, class or function in a Python file')
    .option(
      '--input <SHAPE>',
      'sizes with commas between, the batch first, and perhaps :dtype; once for each input',
      collect,
    )
    .option('-o, --output <FILE>', 'where to write it, instead of standard output')
    .option('--timeout <SECONDS>', 'how long it may take; 300 unless given')
    .option('--json', 'as always: the result is JSON (countersign/architecture@1)')
    .addHelpText('after', help)
    .action(async (target, { input, output, timeout }) => {
      const { parseInputs, parseSource } = await import('./inputs.ts');
      const source = await parseSource(target);
      const inputs = parseInputs(input);
      if (output !== undefined && (await stat(output).catch(() => undefined))?.isDirectory())
        throw new UsageError(`${output} is a directory. Name the file to write.`);
      const { openTools, timeLimitFrom } = await import('./tools.ts');
      const timeLimit = timeLimitFrom(timeout);
      const { record } = await import('./subject.ts');
      const { isLeaf } = await import('../engine/index.ts');
      const { writeWhole } = await import('../harness/corpus.ts');
      const tools = await openTools(['torch'], { signal: holdSignals(), timeLimit });
      const progress = progressOn(process.stderr);
      try {
        progress.show(`Recording ${target}`);
        const { architecture, calls } = await record(tools.pool, source, inputs).finally(progress.done);
        const text = `${JSON.stringify(architecture.json, undefined, 2)}\n`;
        if (output === undefined) return await print(text);
        await writeWhole(output, text).catch((error: Error) => {
          throw new UsageError(`${output} cannot be written: ${error.message}.`);
        });
        note(`Recorded ${architecture.name}, ${calls.filter(isLeaf).length} layers and functions, into ${output}.`);
      } finally {
        await tools.pool.close();
      }
    });
