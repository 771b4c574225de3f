/**
 * Executes the definition of each kind on random networks, and shows how far its counts are the formulas' and its results
 * PyTorch's: `npm run executed -- CASES [KINDS]`. What is done is noted in .countersign/executed.jsonl, so that a run that was
 * stopped goes on where it was; without KINDS it ends by writing docs/executed.md.
 */

import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { composites } from '../properties/executed/networks.ts';
import { pageOf, rowsOf, titles } from '../properties/executed/page.ts';
import { type Trial, trialOf } from '../properties/executed/table.ts';
import { torchOf } from '../properties/executed/torch.ts';
import { startPython } from '../properties/pythonProcess.ts';
import { definedKinds } from '../reference/index.ts';
import { packageRoot } from '../src/harness/environments.ts';
import { plain } from '../src/report/style.ts';
import { table } from '../src/report/table.ts';

const seed = 1;
const notes = join(packageRoot, '.countersign', 'executed.jsonl');

interface Done extends Trial {
  readonly cases: number;
}

const [cases = 500, ...named] = process.argv.slice(2).map((given, index) => (index === 0 ? Number(given) : given)) as [
  number?,
  ...string[],
];
const kinds = named.length > 0 ? named : [...definedKinds, ...composites].sort();
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
