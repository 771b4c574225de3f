/** `countersign verify`. */

import { Command } from '@commander-js/extra-typings';
import type { VerifyJson } from '../report/schemas.ts';
import { collect } from './collect.ts';
import { exitCodeOf } from './exit.ts';
import { holdSignals } from './interrupt.ts';
import { print, printJson, stdoutStyle } from './output.ts';
import { progressOn } from './progress.ts';

const help = `
Tools: torch, torchsummary, torchstat, thop, ptflops, ptflops-aten, flop-counter, calflops, deepspeed,
  torchinfo, fvcore, ultralytics-thop, torchprofile.

Examples:
  countersign verify net.json
  countersign verify net.py:Net --input 1,3,224,224 --tools torch,thop --json`;

export const verifyCommand = () =>
  new Command('verify')
    .summary('run the real tools on a network, and compare')
    .description("Counts a network under each tool's convention, runs the real tool on it, and says who agrees.")
    .argument('<ARCH|FILE.py:NAME>', 'an architecture as JSON, - for standard input, or a module in a Python file')
    .option(
      '--input <SHAPE>',
      'for a Python file: sizes with commas between, and perhaps :dtype; once for each',
      collect,
    )
    .option('--tools <NAMES>', 'which tools, with commas between; all of them unless named')
    .option('--timeout <SECONDS>', 'how long each tool may take; 300 unless given')
    .option('--json', 'print JSON (countersign/verify@1)')
    .addHelpText('after', help)
    .action(async (target, { input, tools: list, timeout, json }) => {
      const { judged, judgedAsRecorded } = await import('../harness/judged.ts');
      const { openTools, timeLimitFrom, toolsFrom } = await import('./tools.ts');
      const { subjectFrom } = await import('./subject.ts');
      const { verifyJson, verifyText } = await import('../report/verify.ts');
      const names = toolsFrom(list);
      const timeLimit = timeLimitFrom(timeout);
      const subject = await subjectFrom(target, input);
      const tools = await openTools(names, { signal: holdSignals(), timeLimit });
      const progress = progressOn(process.stderr);
      const verified = async (): Promise<VerifyJson> => {
        progress.show(`Asking ${names.length === 1 ? 'one tool' : `${names.length} tools`} of ${target}`);
        const network = await subject.network(tools.pool);
        const examined = await judged(tools.pool, subject.question, network);
        const isProgram = 'source' in subject.question;
        const asRecorded = isProgram ? await judgedAsRecorded(tools.pool, examined, network) : undefined;
        return verifyJson(network.architecture.name, examined, asRecorded);
      };
      try {
        const result = await verified().finally(progress.done);
        process.exitCode = exitCodeOf(result.outcome);
        await (json ? printJson(result) : print(verifyText(result, stdoutStyle())));
      } finally {
        await tools.pool.close();
      }
    });
