/** `countersign fuzz`. */

import { Command } from '@commander-js/extra-typings';
import type { Plan } from '../harness/campaign.ts';
import { exitCodeOf, UsageError } from './exit.ts';
import { holdSignals } from './interrupt.ts';
import { note, print, printJson, stdoutStyle } from './output.ts';

const help = `
The same seed gives the same networks. A disagreement is saved before it is shrunk, and printed as a PyTorch script.

Examples:
  countersign fuzz --budget 5m
  countersign fuzz --cases 500 --seed 7 --tools thop,ptflops --kinds Conv2d,BatchNorm2d,relu`;

export const fuzzCommand = () =>
  new Command('fuzz')
    .summary('look for disagreements on random networks')
    .description('Draws random networks, has every tool count them, and shrinks each disagreement to the guilty layer.')
    .option('--cases <N>', 'how many networks; 100 where no budget is given')
    .option('--budget <TIME>', 'for how long, as in 90s, 5m or 1h')
    .option('--seed <S>', 'a whole number; drawn and printed where it is not given')
    .option('--tools <NAMES>', 'which tools, with commas between; all of them unless named')
    .option('--kinds <NAMES>', 'which kinds of layers, with commas between; all of them unless named')
    .option('--workers <N>', 'how many processes in each Python environment; as many as there are cores unless given')
    .option('--memory <MB>', 'how much memory a process may take; its part of four fifths of all unless given')
    .option('--save <FOLDER>', 'where to save disagreements', '.countersign/failures')
    .option(
      '--keep <FOLDER>',
      'keep every answer there, some 6 KB a network; from 10,000 networks or 10 minutes on in .countersign/runs',
    )
    .option('--no-keep', 'keep nothing but disagreements')
    .option('--resume <FOLDER>', 'go on with a run that was kept')
    .option('--json', 'print JSON (countersign/fuzz@1)')
    .addHelpText('after', help)
    .action(async (options) => {
      const { openTools, toolsFrom, usualWorkers } = await import('./tools.ts');
      const { parseDuration, parseSeed, parseWhole } = await import('./inputs.ts');
      const cases = options.cases === undefined ? undefined : parseWhole('cases', options.cases, 1, 1e9);
      const budget = options.budget === undefined ? undefined : parseDuration(options.budget);
      const { keepRun, resume, resumedHead } = await import('./keep.ts');
      const resumed = options.resume === undefined ? undefined : await resumedHead(options.resume);
      if (resumed && (options.seed ?? options.tools ?? options.kinds ?? options.keep) !== undefined)
        throw new UsageError('--resume goes on with the seed, tools, kinds and folder of the run: leave these out.');
      const seed = resumed?.plan.seed ?? parseSeed(options.seed);
      const workers = options.workers === undefined ? usualWorkers() : parseWhole('workers', options.workers, 1, 1024);
      const memory = options.memory === undefined ? undefined : parseWhole('memory', options.memory, 1, 1e9);
      const { layers } = await import('../engine/index.ts');
      const { knownNames } = await import('./network.ts');
      const names = resumed?.plan.tools ?? toolsFrom(options.tools);
      const kinds =
        options.kinds === undefined
          ? undefined
          : knownNames(options.kinds, 'kinds', 'kind of layer', [...layers.keys()]);
      const { hunt } = await import('./hunt.ts');
      const { fuzzText } = await import('../report/campaign.ts');
      const signal = holdSignals();
      note(`Seed ${seed}.`);
      const tools = await openTools(names, {
        workersPerEnvironment: workers,
        ...(memory === undefined ? {} : { memoryLimit: memory * 1_000_000 }),
      });
      try {
        for (const [tool, reason] of tools.pool.versions.missing) note(`Without ${tool}: ${reason}`);
        const plan: Plan = {
          ...resumed?.plan,
          seed,
          tools: resumed?.plan.tools ?? tools.present,
          ...(cases === undefined ? {} : { cases }),
          ...(budget === undefined ? {} : { budget }),
          ...(kinds === undefined ? {} : { kinds }),
        };
        const versions = tools.pool.versions.tools;
        const run =
          resumed && options.resume !== undefined
            ? await resume(options.resume, resumed, versions)
            : await keepRun(options.keep, plan, versions);
        const { result, settle } = await hunt(plan, tools, options.save, signal, run);
        process.exitCode = exitCodeOf(result.outcome);
        await (options.json ? printJson(result) : print(fuzzText(result, stdoutStyle())));
        settle();
      } finally {
        await tools.pool.close();
      }
    });
