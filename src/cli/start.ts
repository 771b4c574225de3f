/** `countersign start`, the main job of `npm start`. */

import { Command } from '@commander-js/extra-typings';
import { exitCodeOf } from './exit.ts';
import { holdSignals } from './interrupt.ts';

const help = `
Example:
  countersign start --budget 10s --seed 7`;

export const startCommand = () =>
  new Command('start')
    .summary('the main job: AlexNet counted and countersigned, then a campaign')
    .description('Counts AlexNet and two more networks, has every tool countersign them, and then tries random ones.')
    .option('--budget <TIME>', 'for how long to try random networks', '60s')
    .option('--seed <S>', 'a whole number; drawn and printed where it is not given')
    .addHelpText('after', help)
    .action(async (options) => {
      const { parseDuration, parseSeed } = await import('./inputs.ts');
      const { mainJob } = await import('./mainJob.ts');
      const budget = parseDuration(options.budget);
      process.exitCode = exitCodeOf(await mainJob(budget, parseSeed(options.seed), holdSignals()));
    });
