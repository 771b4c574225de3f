/** Looks at what is installed, by starting it; changes nothing and needs nothing. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { findConvention } from '../engine/index.ts';
import {
  conventionOf,
  type EnvironmentName,
  environmentNames,
  environments,
  HarnessError,
  packageRoot,
  type ToolName,
} from '../harness/environments.ts';
import { openPool, type Versions } from '../harness/pool.ts';
import type { DoctorJson } from '../report/schemas.ts';
import { packageVersion } from './version.ts';

type Found = DoctorJson['programs'][number];
type Environment = DoctorJson['environments'][number];

/** The least Node that runs TypeScript as it is, and so a checkout; an installed package is content with less. */
const leastNode = { checkout: 24, package: 22 };

const node = (): Found => {
  const least = existsSync(join(packageRoot, 'package-lock.json')) ? leastNode.checkout : leastNode.package;
  const isEnough = Number.parseInt(process.versions.node, 10) >= least;
  return {
    name: 'Node',
    expected: `${least} or newer`,
    installed: process.versions.node,
    status: isEnough ? 'ok' : 'other version',
    ...(isEnough ? {} : { problem: `This Node is too old: install ${least} or newer.` }),
  };
};

/** uv is only needed to set up, so that its absence is no fault once the environments run. */
const uv = async (isNeeded: boolean): Promise<Found> => {
  const state = join(packageRoot, '.countersign');
  const own = existsSync(state)
    ? readdirSync(state)
        .filter((name) => name.startsWith('uv-'))
        .map((name) => join(state, name, 'bin', 'uv'))
    : [];
  for (const file of ['uv', ...own]) {
    const { stdout, failed } = await execa(file, ['--version'], { reject: false });
    const version = /^uv (\S+)/.exec(String(stdout))?.[1];
    if (!failed && version) return { name: 'uv', expected: null, installed: version, status: 'ok' };
  }
  return {
    name: 'uv',
    expected: null,
    installed: null,
    status: isNeeded ? 'missing' : 'not needed',
    ...(isNeeded ? { problem: 'It is not there yet; the set-up installs it.' } : {}),
  };
};

/** The version that an environment's lock file names. */
const locked = (environment: EnvironmentName, name: string): string | undefined => {
  const file = join(packageRoot, environments[environment].folder, 'uv.lock');
  if (!existsSync(file)) return undefined;
  const pattern = new RegExp(`^name = "${name}"\\nversion = "([^"]+)"`, 'm');
  return pattern.exec(readFileSync(file, 'utf8'))?.[1];
};

/** The versions of Python that an environment takes, as its project says. */
const pythonWanted = (environment: EnvironmentName): string | null => {
  const file = join(packageRoot, environments[environment].folder, 'pyproject.toml');
  if (!existsSync(file)) return null;
  const wanted = /^requires-python = "([^"]+)"/m.exec(readFileSync(file, 'utf8'))?.[1];
  return wanted === undefined ? null : `Python ${wanted}`;
};

/** A local build such as 2.15.0+cpu is the same version. */
const release = (version: string): string => version.replace(/\+.*$/, '');

const toolFound = (environment: EnvironmentName, tool: ToolName, versions: Versions | undefined): Found => {
  const stated = findConvention(conventionOf(tool)).tool?.version;
  const expected = stated ?? locked(environment, tool) ?? null;
  const installed = versions?.tools.get(tool) ?? null;
  const problem = versions?.missing.get(tool);
  if (installed === null)
    return { name: tool, expected, installed, status: 'missing', ...(problem === undefined ? {} : { problem }) };
  if (expected === null || release(installed) === release(expected))
    return { name: tool, expected, installed, status: 'ok' };
  return {
    name: tool,
    expected,
    installed,
    status: 'other version',
    problem: `Version ${installed} is installed, but what is predicted holds for ${expected}.`,
  };
};

/** Starts an environment's worker and asks what it finds. */
const environment = async (name: EnvironmentName, signal: AbortSignal): Promise<Environment> => {
  const { folder, tools } = environments[name];
  let versions: Versions | undefined;
  let problem: string | undefined;
  try {
    const pool = await openPool({ tools, signal });
    ({ versions } = pool);
    await pool.close();
    if (!versions.environments.has(name)) problem = versions.missing.get(tools[0]);
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    problem = error.message;
  }
  const found = versions?.environments.get(name);
  const isThere = existsSync(join(packageRoot, folder, '.venv'));
  return {
    name,
    folder,
    expected: pythonWanted(name),
    installed: found ? `Python ${found.python}` : null,
    torch: found?.torch ?? null,
    status: found ? 'ok' : isThere ? 'broken' : 'missing',
    ...(problem === undefined ? {} : { problem }),
    tools: tools.map((tool) => toolFound(name, tool, versions)),
  };
};

const remediesOf = (programs: readonly Found[], found: readonly Environment[]): string[] => {
  const remedies = programs.flatMap(({ name, problem, status }) =>
    problem && name === 'Node' && status !== 'ok' ? [problem] : [],
  );
  const bad = found.filter((each) => each.status !== 'ok' || each.tools.some(({ status }) => status !== 'ok'));
  if (bad.some(({ status }) => status === 'missing'))
    remedies.push('Run "npm start" in the checkout, which sets up what is missing.');
  const broken = bad.filter(({ status }) => status !== 'missing').map(({ folder }) => join(folder, '.venv'));
  if (broken.length > 0) remedies.push(`Remove ${broken.join(' and ')} and run "npm start", which sets it up anew.`);
  return remedies;
};

/** Everything that the project stands on. */
export const examineInstallation = async (signal: AbortSignal): Promise<DoctorJson> => {
  const found = await Promise.all(environmentNames.map((name) => environment(name, signal)));
  const areReady = found.every(({ status }) => status === 'ok');
  const programs = [node(), await uv(!areReady)];
  const all = [...programs, ...found, ...found.flatMap(({ tools }) => tools)];
  return {
    schema: 'countersign/doctor@1',
    version: packageVersion(),
    ok: all.every(({ status }) => status === 'ok' || status === 'not needed'),
    programs,
    environments: found,
    remedies: remediesOf(programs, found),
  };
};
