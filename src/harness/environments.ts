/** The Python environments: which tools live in which, and how a worker of each is started. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The harness or a tool could not run; the message says what to do. */
export class HarnessError extends Error {
  override readonly name = 'HarnessError';
  readonly exitCode = 3;
}

/** Every tool, in the order in which they are shown. */
export const toolNames = [
  'torch',
  'torchsummary',
  'torchstat',
  'thop',
  'ptflops',
  'ptflops-aten',
  'flop-counter',
  'calflops',
  'deepspeed',
  'torchinfo',
  'fvcore',
  'ultralytics-thop',
  'torchprofile',
] as const;
export type ToolName = (typeof toolNames)[number];

/** Tools that can live together share an environment; torchstat needs older packages and changes torch for good. */
export const environments = {
  main: {
    folder: 'python',
    tools: [
      'torch',
      'torchsummary',
      'thop',
      'ptflops',
      'ptflops-aten',
      'flop-counter',
      'torchinfo',
      'fvcore',
      'torchprofile',
    ],
  },
  torchstat: { folder: 'python/environments/torchstat', tools: ['torchstat'] },
  extra: { folder: 'python/environments/extra', tools: ['calflops', 'deepspeed', 'ultralytics-thop'] },
} as const satisfies Readonly<Record<string, { folder: string; tools: readonly ToolName[] }>>;
export type EnvironmentName = keyof typeof environments;

export const environmentNames = Object.keys(environments) as EnvironmentName[];

export const isToolName = (name: string): name is ToolName => (toolNames as readonly string[]).includes(name);

/** The environment in which a tool lives. */
export const environmentOf = (tool: ToolName): EnvironmentName =>
  environmentNames.find((name) => (environments[name].tools as readonly ToolName[]).includes(tool)) as EnvironmentName;

/** The convention that a tool bears witness to: PyTorch itself to the definition, every other to the one of its name. */
export const conventionOf = (tool: ToolName): string => (tool === 'torch' ? 'definition' : tool);

/** The folder of package.json, whether this file runs from src/ or from dist/. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** How to start a process. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the program can import once and fork a worker whenever one is wanted. */
  readonly forks?: boolean;
}

const interpreters = ['bin/python', 'Scripts/python.exe'];

const folderOf = (name: EnvironmentName, root: string): string => join(root, environments[name].folder, '.venv');

const findInterpreter = (name: EnvironmentName, root: string): string | undefined =>
  interpreters.map((place) => join(folderOf(name, root), place)).find((file) => existsSync(file));

/** The path of an environment's Python; throws HarnessError where it has not been set up. */
export const interpreterOf = (name: EnvironmentName, root = packageRoot): string => {
  const found = findInterpreter(name, root);
  if (found) return found;
  throw new HarnessError(
    `The Python environment "${name}" is not set up: there is no interpreter in ${folderOf(name, root)}. Run "npm start", or "node scripts/run.cjs setup", and then the same command again.`,
  );
};

/** One thread for each worker, since several that spin on the same cores slow each other down many times over. */
const oneThread = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

/** What a worker's process sees beside the user's own variables; undefined removes one. */
export const workerVariables = (root = packageRoot): Launch['env'] => ({
  ...oneThread,
  PYTHONPATH: join(root, 'python', 'src'),
  // For what a network in a user's file imports; no package of the tools' own comes from there.
  COUNTERSIGN_PYTHONPATH: process.env.PYTHONPATH,
  // Without this, a file called torch.py in the user's folder would be imported in the place of torch.
  PYTHONSAFEPATH: '1',
  PYTHONUNBUFFERED: '1',
  PYTHONUTF8: '1',
  PYTHONHASHSEED: '0',
  // Without bytecode on disk, each start takes twice as long.
  PYTHONDONTWRITEBYTECODE: undefined,
  PYTHONHOME: undefined,
  PYTHONSTARTUP: undefined,
});

/** An environment that cannot be had on this machine, and why; its tools are missing. */
export interface Absent {
  readonly absent: string;
}

/** The file by which the set-up remembers that this machine has no Python for an optional environment. */
const skipFile = (name: EnvironmentName, root: string): string => join(root, '.countersign', `without-${name}.json`);

const isSkipped = (name: EnvironmentName, root: string): boolean =>
  findInterpreter(name, root) === undefined && existsSync(skipFile(name, root));

/** macOS has libraries that do not work in a forked process. */
const canFork = process.platform === 'linux';

/** How the workers of an environment are started; throws HarnessError where it has not been set up. */
export const launchOf = (name: EnvironmentName, tools: readonly ToolName[], root = packageRoot): Launch | Absent => {
  if (isSkipped(name, root)) return { absent: `No Python on this machine suits the environment "${name}".` };
  return {
    file: interpreterOf(name, root),
    args: ['-m', 'countersign.worker', '--tools', tools.join(',')],
    env: workerVariables(root),
    forks: canFork,
  };
};
