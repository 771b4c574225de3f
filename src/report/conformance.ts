/** Conformance vectors: for each kind small networks with what the definition and every tool say of them. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ArchitectureJson,
  type Convention,
  conventions,
  findConvention,
  type LayerDefinition,
  layers,
  type Prediction,
  parseArchitecture,
  shapeNetwork,
} from '../engine/index.ts';
import { networkScript } from '../harness/recipe.ts';
import { type ConformanceJson, conformanceSchema } from './schemas.ts';

const definition = findConvention('definition');

/** Conventions of tools, in the order in which they are shown. */
export const toolConventions: readonly Convention[] = [...conventions.values()].filter(
  ({ tool }) => tool !== undefined,
);

/** Where a kind's vectors are: two folders, since some systems do not tell `ELU.json` from `elu.json`. */
export const vectorFile = ({ kind, target }: LayerDefinition): string => `conformance/${target}s/${kind}.json`;

const always: ReadonlySet<string> = new Set(['params', 'macs', 'flops']);

const counts = (prediction: Prediction): Record<string, string> | { raises: string } =>
  prediction.status === 'raises'
    ? { raises: prediction.error }
    : Object.fromEntries(
        Object.entries(prediction.totals).flatMap(([name, value]) =>
          typeof value === 'bigint' ? [[name, String(value)]] : [],
        ),
      );

/** What is expected of one network. */
export const vectorOf = (architecture: ArchitectureJson): Omit<ConformanceJson['cases'][number], 'id'> => {
  const network = shapeNetwork(parseArchitecture(structuredClone(architecture)));
  const truth = counts(definition.count(network)) as Record<string, string>;
  return {
    script: networkScript(architecture),
    architecture: architecture as ConformanceJson['cases'][number]['architecture'],
    definition: Object.fromEntries(Object.entries(truth).filter(([name, value]) => value !== '0' || always.has(name))),
    tools: Object.fromEntries(
      toolConventions.map((convention) => [convention.name, counts(convention.count(network))]),
    ),
  };
};

/** The file of a kind. */
export const conformanceJson = (
  { kind, target }: LayerDefinition,
  networks: readonly ArchitectureJson[],
): ConformanceJson => ({
  schema: 'countersign/conformance@1',
  kind,
  target,
  versions: Object.fromEntries(toolConventions.map(({ tool }) => [tool?.package ?? '', tool?.version ?? ''])),
  cases: networks.map((architecture, index) => ({ id: `${kind}-${index + 1}`, ...vectorOf(architecture) })),
});

/** The file's text: a line for each case, so that a change of one is a change of a line. */
export const conformanceText = ({ cases, ...head }: ConformanceJson): string => {
  const opening = JSON.stringify({ ...head, cases: [] }, undefined, 1).replace(/\]\n\}$/, '');
  return `${opening}\n${cases.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n ]\n}\n`;
};

/** The vectors of every kind, by its name, as the folder conformance holds them; a kind without a file is left out. */
export const readVectors = async (root: string): Promise<ReadonlyMap<string, ConformanceJson>> => {
  const read = [...layers.values()].map(async (layer) => {
    const text = await readFile(join(root, vectorFile(layer)), 'utf8').catch(() => undefined);
    return text === undefined ? [] : [[layer.kind, conformanceSchema.parse(JSON.parse(text))] as const];
  });
  return new Map((await Promise.all(read)).flat());
};
