/** Gathers what witnesses say of each kind for the runner, and keeps PyTorch's answers in `.countersign/mutation`. */

import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
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

type Answer = Awaited<ReturnType<Ask>>;

/** What PyTorch's answers depend on beside the request. */
const environment = (): string =>
  ['python/uv.lock', ...globSync('python/src/countersign/*.{py,json}', { cwd: packageRoot }).sort()]
    .map((file) => readFileSync(join(packageRoot, file), 'utf8'))
    .join();

const digestOf = (...texts: readonly string[]): string =>
  texts
    .reduce((hash, text) => hash.update(text), createHash('sha256'))
    .digest('hex')
    .slice(0, 24);

/** What witnesses say of a kind. PyTorch is asked for what is not kept from an earlier run, and what is asked for no more is dropped. */
const witnessed = async (definition: LayerDefinition, ask: Ask, answering: string): Promise<readonly Witnessed[]> => {
  const file = fileOf(definition);
  const kept: Record<string, Answer> = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
  const answers: Record<string, Answer> = {};
  const asked: Ask = async (request) => {
    const key = digestOf(answering, JSON.stringify(request));
    answers[key] ??= kept[key] ?? (await ask(request));
    return answers[key];
  };
  const found = await witnessedBy(definition.kind, asked);
  await writeFile(file, JSON.stringify(answers));
  return found;
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
  for (const target of ['modules', 'functions']) await mkdir(join(folder, target), { recursive: true });
  const pytorch = asksPyTorch();
  const answering = environment();
  const vectors = await readVectors(packageRoot);
  const script = join(packageRoot, 'scripts', 'mutation', 'defaults.py');
  const { stdout } = await execa(interpreterOf('main'), [script], { env: workerVariables() });
  const defaultsOf = JSON.parse(stdout) as Readonly<Record<string, WitnessedKind['defaults']>>;
  const kinds: Record<string, WitnessedKind> = {};
  for (const [index, definition] of [...layers.values()].entries()) {
    const { kind } = definition;
    tell(`PyTorch on ${kind}, ${index + 1} of ${layers.size}`);
    const found = await witnessed(definition, pytorch.ask, answering);
    const networks = [...(vectors.get(kind)?.cases ?? []).map(ofVector), ...found].filter((one) => {
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
  await pytorch.close();
  const witnesses: Witnesses = { kinds, calling: await readFile(calling, 'utf8') };
  await writeFile(join(folder, 'witnesses.json'), JSON.stringify(witnesses));
};
