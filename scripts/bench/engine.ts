/**
 * What the engine takes to count, in this process and as a command. In this process it has counted the same network before, as
 * in a search or in a service: what each layer comes to is remembered.
 */

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findConvention, parseArchitecture, type ShapedNetwork, shapeNetwork } from '../../src/engine/index.ts';
import { packageRoot } from '../../src/harness/environments.ts';
import { chainOf, resnet50 } from './networks.ts';
import { median, type Row } from './row.ts';

const section = 'engine';

/** Milliseconds that a function takes, the median of several runs after so many others. */
const timed = (repeats: number, run: () => unknown, warmUp = 1): number => {
  for (let warm = 0; warm < warmUp; warm++) run();
  return median(
    Array.from({ length: repeats }, () => {
      const started = performance.now();
      run();
      return performance.now() - started;
    }),
  );
};

const definition = findConvention('definition');

/** Throws where the network is not counted as it is known to be: a fast wrong figure is worth nothing. */
const check = (): void => {
  const counted = definition.count(shapeNetwork(parseArchitecture(resnet50())));
  if (counted.status !== 'counted' || counted.totals.macs !== 4_089_184_256n || counted.layers.length !== 175)
    throw new Error('ResNet-50 is not counted as it is known to be.');
};

/** Microseconds of a function that has run until it is compiled. */
const warm = (run: () => unknown): number => 1000 * timed(1_000, run, 4_000);

/** What users run: the command line as it is built. */
const main = createRequire(import.meta.url)('../setup/built.cjs').builtMain(packageRoot, process.execPath) as string;

const command = (): number => {
  const file = join(packageRoot, 'docs', 'examples', 'alexnet.json');
  return timed(15, () => {
    const { status } = spawnSync(process.execPath, [main, 'count', file]);
    if (status !== 0) throw new Error('countersign count does not count AlexNet.');
  });
};

/** A count of which each row has named all its figures. */
const inFull = (network: ShapedNetwork): number => {
  const counted = definition.count(network);
  if (counted.status !== 'counted') throw new Error(counted.because);
  return counted.layers.reduce((sum, { figures }) => sum + Object.keys(figures).length, 0);
};

export const engineRows = (): Row[] => {
  check();
  const json = resnet50();
  const architecture = parseArchitecture(json);
  const shaped = shapeNetwork(architecture);
  const text = JSON.stringify(json);
  const many = (layers: number): { readonly parsing: number; readonly counting: number } => {
    const chain = chainOf(layers);
    try {
      const started = performance.now();
      const parsed = parseArchitecture(chain);
      const counting = timed(1, () => definition.count(shapeNetwork(parsed)), 0);
      return { parsing: performance.now() - started - counting, counting };
    } catch (error) {
      // Too deep or too large for the engine: a figure that is no number misses every aim.
      process.stderr.write(`${layers} layers: ${(error as Error).message}\n`);
      return { parsing: Number.NaN, counting: Number.NaN };
    }
  };
  const all = ({ parsing, counting }: ReturnType<typeof many>): number => parsing + counting;
  const tenth = many(100_000);
  const million = many(1_000_000);
  return [
    { section, name: 'ResNet-50 counted, a row a layer', value: warm(() => definition.count(shaped)), unit: 'us' },
    { section, name: '... each row with its figures', value: warm(() => inFull(shaped)), unit: 'us', atMost: 50 },
    {
      section,
      name: '... with shapes',
      value: warm(() => definition.count(shapeNetwork(architecture))),
      unit: 'us',
      atMost: 50,
    },
    {
      section,
      name: '... with shapes and validation',
      value: warm(() => definition.count(shapeNetwork(parseArchitecture(json)))),
      unit: 'us',
      atMost: 150,
    },
    {
      section,
      name: '... with reading its JSON text as well',
      value: warm(() => definition.count(shapeNetwork(parseArchitecture(text)))),
      unit: 'us',
    },
    { section, name: '1,000,000 layers, counted with shapes', value: million.counting / 1000, unit: 's', atMost: 2 },
    { section, name: '... with shapes and validation', value: all(million) / 1000, unit: 's', atMost: 2 },
    { section, name: '... as many times 100,000 layers', value: all(million) / all(tenth), unit: 'times', atMost: 15 },
    { section, name: 'countersign count AlexNet, as a command', value: command(), unit: 'ms', atMost: 250 },
  ];
};
