/** `countersign recheck`. */

import { Command } from '@commander-js/extra-typings';
import { exitCodeOf } from './exit.ts';
import { print, printJson, stdoutStyle } from './output.ts';

const help = `
Needs neither Python nor the tools: what they said stands in the folder. A run that was stopped can be judged as well.

Examples:
  countersign fuzz --cases 20000 --keep monday
  countersign recheck monday`;

export const recheckCommand = () =>
  new Command('recheck')
    .summary('judge the answers that fuzz has kept by the formulas of today')
    .description('Judges every answer that fuzz --keep has kept by the conventions of today, without asking any tool.')
    .argument('<FOLDER>', 'the folder of a run')
    .option('--json', 'print JSON (countersign/recheck@1)')
    .addHelpText('after', help)
    .action(async (folder, { json }) => {
      const { readHead, readRun } = await import('../harness/run.ts');
      const { recheck } = await import('../harness/recheck.ts');
      const { recheckJson, recheckText } = await import('../report/recheck.ts');
      const head = await readHead(folder);
      const versions = new Map(Object.entries(head.versions)) as ReadonlyMap<(typeof head.plan.tools)[number], string>;
      const result = recheckJson(folder, await recheck(readRun(folder), { versions }));
      process.exitCode = exitCodeOf(result.outcome);
      await (json ? printJson(result) : print(recheckText(result, stdoutStyle())));
    });
