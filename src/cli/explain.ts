/** `countersign explain`. */

import { Command } from '@commander-js/extra-typings';
import { conventionsHelp } from './conventionsHelp.ts';
import { print, printJson, stdoutStyle } from './output.ts';

const help = `
For one layer, every convention is set beside the definition; for the whole network those named by --conventions,
and the totals of all. A total that is not the definition's is followed by what makes the difference: lines that sum to
it exactly, each with its reason by number: a layer's formula, or a rule by which the tool walks (batch, shared modules and
tensors, repeated calls, frozen parameters, those that a container has of its own, what it does not see). A text that the
tool rounds has its rounding as a line.

${conventionsHelp}

Examples:
  countersign explain alexnet.json features.0
  countersign explain alexnet.json --conventions thop,ptflops`;

export const explainCommand = () =>
  new Command('explain')
    .summary('show each formula with its numbers, and why conventions differ')
    .description(
      'Shows the formula behind each number, with the numbers in it, and why conventions differ from the definition.',
    )
    .argument('<ARCH>', 'a file with an architecture as JSON, or - for standard input')
    .argument('[LAYER]', "a module's path or a call's id; of a container, all its layers")
    .option('--conventions <NAMES>', 'conventions to set beside the definition, with commas between')
    .option('--json', 'print JSON (countersign/explain@2)')
    .addHelpText('after', help)
    .action(async (file, layer, { conventions: list, json }) => {
      const { conventionsFrom, readNetwork, refuseLayer } = await import('./network.ts');
      const { explainJson, findGroups, groupNames, groupsOf } = await import('../report/explain.ts');
      const { explainText } = await import('../report/explainText.ts');
      const { findConvention } = await import('../engine/index.ts');
      const chosen = conventionsFrom(list);
      const network = await readNetwork(file);
      const definition = findConvention('definition');
      const truth = definition.count(network);
      if (truth.status !== 'counted') throw new Error('The definition counts every network.');
      const counted = [
        { convention: definition, prediction: truth },
        ...chosen
          .filter((convention) => convention !== definition)
          .map((convention) => ({ convention, prediction: convention.count(network) })),
      ];
      const groups = groupsOf(network);
      const wanted = layer === undefined ? groups : findGroups(groups, layer);
      if (wanted.length === 0 && layer !== undefined) refuseLayer(layer, groupNames(groups));
      const result = explainJson(network, truth, counted, wanted);
      if (json) return printJson(result);
      // Without a wish of the user's, fourteen conventions for each layer of a network would bury its formulas.
      const isLong = layer === undefined && list === undefined;
      const shown = isLong
        ? { ...result, layers: result.layers.map((each) => ({ ...each, conventions: [] })) }
        : result;
      return print(explainText(shown, layer === undefined, stdoutStyle()));
    });
