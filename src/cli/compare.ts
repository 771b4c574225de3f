/** `countersign compare`. */

import { Command } from '@commander-js/extra-typings';
import { conventionsHelp } from './conventionsHelp.ts';
import { UsageError } from './exit.ts';
import { print, printJson, stdoutStyle } from './output.ts';

const help = `
${conventionsHelp}

Examples:
  countersign compare standard.json depthwise.json
  countersign compare standard.json depthwise.json --convention thop`;

export const compareCommand = () =>
  new Command('compare')
    .summary('set two networks side by side, with ratios')
    .description('Sets the totals of two networks side by side, with differences and ratios. Needs no Python.')
    .argument('<A>', 'a file with an architecture as JSON, or - for standard input')
    .argument('<B>', 'another one')
    .option('--convention <NAME>', 'how to count', 'definition')
    .option('--json', 'print JSON (countersign/compare@1)')
    .addHelpText('after', help)
    .action(async (a, b, { convention: name, json }) => {
      const { compareJson, compareText } = await import('../report/compare.ts');
      const { conventionFrom, readNetwork } = await import('./network.ts');
      const convention = conventionFrom(name);
      if (a === '-' && b === '-')
        throw new UsageError('Only one of the two can come from standard input. Save the other to a file.');
      const sides = [];
      for (const file of [a, b]) {
        const network = await readNetwork(file);
        sides.push({ name: network.architecture.name, prediction: convention.count(network) });
      }
      const [left, right] = sides as [(typeof sides)[0], (typeof sides)[0]];
      const result = compareJson(left, right, convention);
      return json ? printJson(result) : print(compareText(result, stdoutStyle()));
    });
