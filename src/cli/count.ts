/** `countersign count`. */

import { Command } from '@commander-js/extra-typings';
import { conventionsHelp } from './conventionsHelp.ts';
import { UsageError } from './exit.ts';
import { print, printJson, stdoutStyle } from './output.ts';

const help = `
${conventionsHelp}

Examples:
  countersign count alexnet.json
  countersign count alexnet.json --convention thop --json
  countersign count --ndjson < networks.ndjson`;

export const countCommand = () =>
  new Command('count')
    .summary('count a network: parameters, MACs, FLOPs, memory')
    .description('Counts a network by the definition, or as a tool counts it. Needs no Python.')
    .argument('[ARCH]', 'a file with an architecture as JSON, or - for standard input')
    .option('--convention <NAME>', 'how to count', 'definition')
    .option('--json', 'print JSON (countersign/count@1)')
    .option('--ndjson', 'read one architecture from each line, and print one JSON line for each')
    .addHelpText('after', help)
    .action(async (file, { convention: name, json, ndjson }) => {
      const { conventionFrom, readNetwork } = await import('./network.ts');
      const convention = conventionFrom(name);
      if (ndjson) {
        const { countLines } = await import('./countLines.ts');
        return countLines(file ?? '-', convention);
      }
      if (file === undefined)
        throw new UsageError(
          'count needs an architecture: a JSON file, or - for standard input. See "countersign count --help".',
        );
      const { countJson, countText } = await import('../report/count.ts');
      const network = await readNetwork(file);
      const result = countJson(convention.count(network), convention, network);
      return json ? printJson(result) : print(countText(result, convention, stdoutStyle()));
    });
