/** What the engine takes to count, in this process and as a command. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findConvention, parseArchitecture, shapeNetwork } from '../../src/engine/index.ts';
import { packageRoot } from '../../src/harness/environments.ts';
import { chainOf, resnet50 } from './networks.ts';
import { median, type Row } from './row.ts';

const section = 'engine';

/** Milliseconds that a function takes, the median of several warm runs. */
const timed = (repeats: number, run: () => unknown): number => {
  for (let warm = 0; warm < repeats / 5; warm++) run();
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

const command = (): number => {
  const file = join(packageRoot, 'docs', 'examples', 'alexnet.json');
  return timed(7, () => spawnSync(process.execPath, [join(packageRoot, 'src', 'cli', 'main.ts'), 'count', file]));
};

export const engineRows = (): Row[] => {
  check();
  const json = resnet50();
  const architecture = parseArchitecture(json);
  const shaped = shapeNetwork(architecture);
  const many = (layers: number): number => {
    const chain = chainOf(layers);
    try {
      return timed(1, () => definition.count(shapeNetwork(parseArchitecture(chain))));
    } catch (error) {
      // Too deep or too large for the engine: a figure that is no number misses every aim.
      process.stderr.write(`${layers} layers: ${(error as Error).message}\n`);
      return Number.NaN;
    }
  };
  const tenth = many(100_000);
  const million = many(1_000_000);
  return [
    {
      section,
      name: 'ResNet-50 counted, a row a layer',
      value: 1000 * timed(300, () => definition.count(shaped)),
      unit: 'us',
    },
    {
      section,
      name: '... with shapes',
      value: 1000 * timed(300, () => definition.count(shapeNetwork(architecture))),
      unit: 'us',
      atMost: 50,
    },
    {
      section,
      name: '... with shapes and validation',
      value: 1000 * timed(300, () => definition.count(shapeNetwork(parseArchitecture(json)))),
      unit: 'us',
      atMost: 150,
    },
    { section, name: '1,000,000 layers, all of it', value: million / 1000, unit: 's', atMost: 2 },
    { section, name: '... as many times 100,000 layers', value: million / tenth, unit: 'times', atMost: 15 },
    { section, name: 'countersign count AlexNet, as a command', value: command(), unit: 'ms', atMost: 250 },
  ];
};
