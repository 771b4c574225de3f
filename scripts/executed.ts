/**
 * Executes the definition of each kind on random networks, and shows how far its counts are the formulas' and its results
 * PyTorch's: `npm run executed -- --help`. What is done is noted in .countersign/executed.jsonl, so that a run that was
 * stopped goes on where it was; without KINDS it ends by writing docs/executed.md.
 */

import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { composites } from '../properties/executed/networks.ts';
import { pageOf, rowsOf, titles } from '../properties/executed/page.ts';
import { type Trial, trialOf } from '../properties/executed/table.ts';
import { torchOf } from '../properties/executed/torch.ts';
import { startPython } from '../properties/pythonProcess.ts';
import { definedKinds } from '../reference/index.ts';
import { parseWhole } from '../src/cli/inputs.ts';
import { knownName } from '../src/cli/network.ts';
import { packageRoot } from '../src/harness/environments.ts';
import { plain } from '../src/report/style.ts';
import { table } from '../src/report/table.ts';
import { asked } from './asked.ts';

const seed = 1;
const notes = join(packageRoot, '.countersign', 'executed.jsonl');

interface Done extends Trial {
  readonly cases: number;
}

const executable = [...definedKinds, ...composites].sort();
const { processedArgs: given } = new Command('npm run executed --')
  .description('Executes the definition of each kind on random networks; of all kinds it writes docs/executed.md.')
  .argument('[cases]', 'networks of each kind', '500')
  .argument('[kinds...]', 'only these kinds, and docs/executed.md stays as it is')
  .parse();
const { cases, named } = asked('npm run executed', () => ({
  cases: parseWhole('cases', given[0], 1, 1e9),
  named: given[1].map((name) => knownName(name, 'kind with a definition that is executed', executable)),
}));
const kinds = named.length > 0 ? named : executable;
const before: Done[] = existsSync(notes)
  ? readFileSync(notes, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Done)
  : [];
const done = new Map(before.filter((one) => one.cases === cases).map((one) => [one.kind, one]));
const left = kinds.filter((kind) => !done.has(kind));

const work = async (): Promise<void> => {
  const { ask, close } = startPython('countersign.evaluate');
  for (let kind = left.shift(); kind !== undefined; kind = left.shift()) {
    const trial = { ...(await trialOf(kind, cases, seed, torchOf(ask))), cases };
    done.set(kind, trial);
    appendFileSync(notes, `${JSON.stringify(trial)}\n`);
    process.stderr.write(`${kind}: ${trial.equal} of ${trial.counted} and ${trial.close} of ${trial.computed}\n`);
  }
  await close();
};
await Promise.all(Array.from({ length: Math.min(availableParallelism(), left.length) }, work));

const trials = kinds.flatMap((kind) => done.get(kind) ?? []);
const columns = titles.map((title, index) => ({ title, align: index === 0 ? ('left' as const) : ('right' as const) }));
process.stdout.write(`${table(columns, rowsOf(trials), plain)}\n`);
if (named.length === 0) writeFileSync(join(packageRoot, 'docs', 'executed.md'), pageOf(trials, cases));
for (const { kind, failures } of trials)
  for (const failure of failures) process.stdout.write(`${kind}: ${JSON.stringify(failure)}\n`);
