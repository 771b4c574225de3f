/** docs/models.md: what departures do to real models, computed from the recordings in the folder docs/models. */

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type Count,
  conventions,
  findConvention,
  parseArchitecture,
  type ShapedNetwork,
  shapeNetwork,
} from '../engine/index.ts';
import { withSource } from './causes.ts';
import { versionOf } from './docsTools.ts';
import { code, generatedNote, page, table } from './docsWords.ts';
import { counterparts } from './figures.ts';
import { grouped, ratio, thousand, thousandthsOf } from './numbers.ts';
import { totalFigures } from './totals.ts';

/** Recorded networks by their names. */
export type Models = ReadonlyMap<string, ShapedNetwork>;

/** The recordings of the folder docs/models, sorted by name; throws Refusal for a file that is not one. */
export const readModels = async (root: string): Promise<Models> => {
  const folder = join(root, 'docs', 'models');
  const files = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(
      files.map(async (file) => {
        const architecture = parseArchitecture(JSON.parse(await readFile(join(folder, file), 'utf8')));
        return [basename(file, '.json'), shapeNetwork(architecture)] as const;
      }),
    ),
  );
};

/** A figure of a tool that is off. */
export interface Departure {
  readonly model: string;
  readonly tool: string;
  readonly figure: string;
  readonly truth: bigint;
  readonly told: bigint;
  /** The reasons that make up a tenth of the difference or more, each with the kinds that do, the largest first. */
  readonly because: readonly string[];
}

const figuresShown: ReadonlySet<string> = new Set(['params', 'macs', 'flops']);
const size = (value: bigint): bigint => (value < 0n ? -value : value);
const bySize = (a: bigint, b: bigint): number => (size(a) < size(b) ? 1 : size(a) > size(b) ? -1 : 0);

type Lines = NonNullable<ReturnType<typeof totalFigures>[number]['lines']>;

/** Lines that are alike and make up a tenth of a difference or more, the largest first. */
const largest = (lines: Lines, difference: bigint, by: (line: Lines[number]) => string | undefined) =>
  [...Map.groupBy(lines, by)]
    .map(([key, alike]) => ({
      key,
      alike,
      part: alike.reduce((sum, line) => sum + thousandthsOf(line.difference), 0n),
    }))
    .filter(({ part }) => size(part) * 10n >= size(difference) * thousand)
    .sort((a, b) => bySize(a.part, b.part));

const reasonsOf = (lines: Lines, difference: bigint): string[] =>
  largest(lines, difference, ({ because }) => because).map(({ key, alike }) => {
    const kinds = largest(alike, difference, ({ kind }) => kind).flatMap((one) => one.key ?? []);
    return [kinds.map(code).join(', '), key].filter((part) => part !== '').join(': ');
  });

/** Tools with what each says of a network. */
const toldOf = (network: ShapedNetwork) =>
  [...conventions.values()]
    .filter(({ tool }) => tool !== undefined)
    .map((convention) => ({ convention, told: convention.count(network) }));

/** The exact parameters, MACs and FLOPs that a tool has wrong by more than a twentieth of what is true. */
const departuresIn = (model: string, network: ShapedNetwork, truth: Count): Departure[] => {
  const known = new Set(Object.keys(truth.totals));
  return toldOf(network).flatMap(({ convention, told }) => {
    if (told.status === 'raises') return [];
    return totalFigures({ network, convention, told, truth }).flatMap(({ figure, value, definition, lines }) => {
      const names = counterparts(convention.name, figure, known);
      const isShown = names.length === 1 && names.every((name) => figuresShown.has(name));
      if (!isShown || convention.printed?.[figure] || definition === undefined || lines === undefined) return [];
      const [said, whole] = [BigInt(value), BigInt(definition)];
      if (size(said - whole) * 20n <= whole) return [];
      const because = reasonsOf(lines, said - whole);
      return [{ model, tool: convention.name, figure, truth: whole, told: said, because }];
    });
  });
};

const ordered = ({ truth, told }: Departure): readonly [bigint, bigint] =>
  truth < told ? [truth, told] : [told, truth];

/** Compares the factors, or their reverse where they are below one, exactly. */
const byFactor = (a: Departure, b: Departure): number => {
  const [[lessA, moreA], [lessB, moreB]] = [ordered(a), ordered(b)];
  return bySize(moreA * lessB, moreB * lessA);
};

/** Every departure of the models, those that are off by the largest factor first. */
export const departuresOf = (models: Models): readonly Departure[] => {
  const definition = findConvention('definition');
  return [...models]
    .flatMap(([model, network]) => departuresIn(model, network, definition.count(network) as Count))
    .sort(byFactor);
};

const raisesOf = (models: Models): string[][] =>
  [...models].flatMap(([model, network]) =>
    toldOf(network).flatMap(({ convention, told }) =>
      told.status === 'raises' ? [[code(model), convention.name, code(told.error), withSource(told)]] : [],
    ),
  );

const versions = (): string =>
  [
    ...new Set([...conventions.values()].flatMap((convention) => (convention.tool ? [versionOf(convention)] : []))),
  ].join(', ');

/** The page of real models. */
export const modelsPage = (models: Models): string =>
  page(
    '# What departures do to real models',
    generatedNote,
    `Models of torchvision, each for one image of 224 × 224, in evaluation mode: ${[...models.keys()].map((name) => `[${name}](models/${name}.json)`).join(', ')}. \`googlenet_with_heads\` is what \`models.googlenet()\` makes, with two heads that training alone calls. The tools are ${versions()}.`,
    'The first table has every number of parameters, MACs and FLOPs that a tool returns and that is off by more than a twentieth; each that is not shown is nearer. "Factor" is what the tool says over what is true, and the reasons are those that make up a tenth of the difference or more, with the kinds that they hold for, the largest first. `npm run countersign -- explain docs/models/swin_t.json` has all reasons, layer by layer.',
    table(
      ['model', 'tool', 'figure', 'what is true', 'the tool', 'factor', 'why'],
      departuresOf(models).map(({ model, tool, figure, truth, told, because }) => [
        code(model),
        tool,
        code(figure),
        grouped(String(truth)),
        grouped(String(told)),
        ratio(String(truth), String(told)) ?? '',
        because.join(' — '),
      ]),
    ),
    '## Models that a tool cannot take',
    table(['model', 'tool', 'raises', 'why'], raisesOf(models)),
    '## How it is held',
    'Every number here is computed from the recordings, and a test fails where this page is stale. `properties/torchvision-models-are-counted-as-the-tools-do.test.ts` records the models anew, compares, and asks each tool that is shown: it has to return these very numbers. Each tool also has to say of a network that is built from a recording what is predicted. What a program computes with sizes is a number there: fvcore and torchprofile trace that as well, and find a few operations more in the program. A recording is made by `npm run countersign -- record python/models/torchvision_models.py:swin_t --input 1,3,224,224 -o docs/models/swin_t.json`; each file in that folder is a model of this page.',
  );
