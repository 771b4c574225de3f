/** `countersign schema`. */

import { Command } from '@commander-js/extra-typings';
import { note, print, printJson } from './output.ts';

const help = `
Examples:
  countersign schema count > count.schema.json
  countersign schema --write schemas`;

export const schemaCommand = () =>
  new Command('schema')
    .summary('print the JSON Schema of what a command prints')
    .description('Prints the JSON Schema of what a command prints with --json, or the names of all without NAME.')
    .argument('[NAME]', 'which schema')
    .option('--write <FOLDER>', 'write every schema into a folder instead')
    .addHelpText('after', help)
    .action(async (name, { write }) => {
      const { jsonSchema, schemas } = await import('../report/schemas.ts');
      const { knownName } = await import('./network.ts');
      const known = Object.keys(schemas) as (keyof typeof schemas)[];
      if (write !== undefined) {
        const { mkdir, writeFile } = await import('node:fs/promises');
        await mkdir(write, { recursive: true });
        for (const each of known)
          await writeFile(`${write}/${each}.json`, `${JSON.stringify(jsonSchema(each), undefined, 2)}\n`);
        return note(`Wrote ${known.length} schemas into ${write}.`);
      }
      if (name === undefined) return print(`${known.join('\n')}\n`);
      return printJson(jsonSchema(knownName(name, 'schema', known)));
    });
