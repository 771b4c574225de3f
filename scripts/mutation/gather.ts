/** Keeps what witnesses said in `.countersign/mutation`, each kind in a file of its own, and gathers it for the runner. */

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { asksPyTorch } from '../../properties/contract/pytorch.ts';
import { type ArchitectureJson, type LayerDefinition, layers } from '../../src/engine/index.ts';
import { interpreterOf, packageRoot, workerVariables } from '../../src/harness/environments.ts';
import { readVectors } from '../../src/report/conformance.ts';
import type { ConformanceJson } from '../../src/report/schemas.ts';
import { check, otherDefaults } from './check.ts';
import { type Ask, witnessedBy } from './witness.ts';
import type { Witnessed, WitnessedKind, Witnesses } from './witnessed.ts';

const folder = join(packageRoot, '.countersign', 'mutation');
const calling = join(packageRoot, 'python', 'src', 'countersign', 'kinds.json');

/** Two folders, since some systems do not tell `ELU.json` from `elu.json`. */
const fileOf = ({ kind, target }: LayerDefinition): string => join(folder, `${target}s`, `${kind}.json`);

/** Asks of the kinds of which nothing is kept yet. */
const ask = async (tell: (text: string) => void): Promise<void> => {
  const wanted = [...layers.values()].filter((definition) => !existsSync(fileOf(definition)));
  if (wanted.length === 0) return;
  for (const target of ['modules', 'functions']) await mkdir(join(folder, target), { recursive: true });
  const pytorch = asksPyTorch();
  for (const [index, definition] of wanted.entries()) {
    tell(`PyTorch on ${definition.kind}, ${index + 1} of ${wanted.length}`);
    const found = await witnessedBy(definition.kind, pytorch.ask as Ask);
    await writeFile(fileOf(definition), JSON.stringify(found));
  }
  await pytorch.close();
};

const nonZero = (totals: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(totals).filter(([, value]) => value !== '0'));

const ofVector = ({ architecture, definition, tools }: ConformanceJson['cases'][number]): Witnessed => ({
  architecture: architecture as ArchitectureJson,
  totals: Object.fromEntries(
    Object.entries({ definition, ...tools }).map(([name, totals]) => [name, nonZero(totals as Record<string, string>)]),
  ),
});

const disagreement = (witnessed: Witnessed): string | undefined => {
  try {
    check(witnessed);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

/** Writes what all witnesses say of all kinds; what the engine says otherwise even without a mutant is told and left out. */
export const gather = async (tell: (text: string) => void): Promise<void> => {
  await ask(tell);
  const vectors = await readVectors(packageRoot);
  const script = join(packageRoot, 'scripts', 'mutation', 'defaults.py');
  const { stdout } = await execa(interpreterOf('main'), [script], { env: workerVariables() });
  const defaultsOf = JSON.parse(stdout) as Readonly<Record<string, WitnessedKind['defaults']>>;
  const kinds: Record<string, WitnessedKind> = {};
  for (const definition of layers.values()) {
    const { kind } = definition;
    const kept = JSON.parse(await readFile(fileOf(definition), 'utf8')) as readonly Witnessed[];
    const networks = [...(vectors.get(kind)?.cases ?? []).map(ofVector), ...kept].filter((one) => {
      const told = disagreement(one);
      if (told !== undefined) tell(`${kind} disagrees. ${told}`);
      return told === undefined;
    });
    const defaults = defaultsOf[kind] ?? {};
    const others = otherDefaults(kind, { networks, defaults });
    for (const option of others) tell(`${kind} has another default of ${option} than PyTorch`);
    const same = Object.entries(defaults).filter(([option]) => !others.includes(option));
    kinds[kind] = { networks, defaults: Object.fromEntries(same) };
  }
  const witnesses: Witnesses = { kinds, calling: await readFile(calling, 'utf8') };
  await writeFile(join(folder, 'witnesses.json'), JSON.stringify(witnesses));
};
