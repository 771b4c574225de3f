'use strict';
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { SetupError } = require('./failure.cjs');
const { keyOf, readStamp, writeStamp } = require('./stamp.cjs');

/** The Node from which on TypeScript runs as it is. */
const wanted = 24;

const keyFor = (root) =>
  keyOf([process.platform, process.arch, '1'], [path.join(root, 'package-lock.json'), path.join(root, 'package.json')]);
// Kept inside node_modules, so that whoever removes the folder removes the claim that it is complete.
const stampFor = (root) => path.join(root, 'node_modules', '.countersign.json');

/** `{ node }`, the Node that runs this project, when the packages of the lock file are installed. */
function ready(root) {
  // An installed copy of this package comes without a lock file: its packages are npm's affair.
  if (!fs.existsSync(path.join(root, 'package-lock.json'))) return { node: process.execPath };
  const found = readStamp(stampFor(root), keyFor(root));
  return found !== undefined && fs.existsSync(found.node) ? found : undefined;
}

async function prepare({ root, state, lock }) {
  if (!isInstalled(root)) {
    process.stderr.write('Installing the npm packages, among them Node 24 (a download of up to 150 MB) ...\n');
    const { run } = require('./child.cjs');
    const started = Date.now();
    await run(
      { root, state, lock },
      {
        step: 'packages',
        what: 'install the npm packages',
        file: 'npm',
        args: [
          'ci',
          '--include=dev',
          '--include=optional',
          '--prefer-offline',
          '--no-audit',
          '--no-fund',
          '--loglevel=error',
          '--engine-strict=false',
          '--fetch-retries=1',
          '--fetch-retry-mintimeout=1000',
          '--fetch-retry-maxtimeout=2000',
        ],
        env: npmEnvironment(root),
      },
    );
    process.stderr.write(`Installed the npm packages in ${Math.round((Date.now() - started) / 1000)} s.\n`);
  }
  const found = { node: findNode(root) };
  writeStamp(stampFor(root), keyFor(root), found);
  return found;
}

/** npm's own record says whether `npm install`, run by hand, has already put everything in place. */
function isInstalled(root) {
  const packagesOf = (file) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).packages;
  try {
    const installed = packagesOf('node_modules/.package-lock.json');
    return Object.entries(packagesOf('package-lock.json')).every(
      ([name, entry]) =>
        name === '' || entry.optional || entry.devOptional || installed[name]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

/** npm runs on the user's own Node: the one inside node_modules is about to be replaced. */
function npmEnvironment(root) {
  const own = path.join(root, 'node_modules') + path.sep;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const env = { ...process.env, PATH: folders.filter((folder) => !folder.startsWith(own)).join(path.delimiter) };
  delete env.NODE_OPTIONS;
  delete env.npm_config_global;
  return env;
}

function findNode(root) {
  const candidates = [path.join(root, 'node_modules', 'node', 'bin', 'node'), process.execPath];
  const found = candidates.find((file) => {
    const said = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout ?? '';
    return Number.parseInt(said.slice(1), 10) >= wanted;
  });
  if (found !== undefined) return found;
  throw new SetupError(
    `the npm package "node" brought no Node ${wanted} that runs here (npm's ignore-scripts setting keeps it away). Run "npm rebuild node --ignore-scripts=false" or install Node ${wanted}, then the same command again.`,
  );
}

module.exports = { ready, prepare };
