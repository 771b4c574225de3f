'use strict';
/**
 * Prepares the project: npm packages with Node 24, and the Python environments.
 *
 * `ensure(['python'])` is the interface for the rest of the project. It resolves to the paths of what is ready, writes
 * progress to stderr and nothing to stdout, and costs milliseconds when nothing is to be done. It rejects with a
 * `SetupError`, whose message is one line for the user and whose `exitCode` is 3 (or 128 + signal when interrupted).
 * It may be called at any time and from several processes at once. `node scripts/setup.cjs [packages] [python]` does the
 * same from a shell.
 */
const fs = require('node:fs');
const path = require('node:path');
const packages = require('./setup/packages.cjs');
const { SetupError } = require('./setup/failure.cjs');

const root = path.dirname(__dirname);

/** Each part's `ready` is quick and reads only; `prepare` does the work and runs under the lock. */
const parts = {
  packages: () => packages,
  python: () => require('./setup/python.cjs'),
};

async function ensure(names) {
  const found = {};
  const missing = [];
  for (const name of names) {
    const state = parts[name]().ready(root);
    if (state === undefined) missing.push(name);
    else found[name] = state;
  }
  if (missing.length > 0) Object.assign(found, await prepare(missing));
  return { node: found.packages?.node ?? process.execPath, ...found };
}

async function prepare(names) {
  const { withLock } = require('./setup/lock.cjs');
  const { guarded } = require('./setup/child.cjs');
  const state = path.join(root, '.countersign');
  const found = {};
  try {
    fs.mkdirSync(state, { recursive: true });
    await guarded(() =>
      withLock(state, async (lock) => {
        for (const name of names) {
          const part = parts[name]();
          // Another run may have finished this part while we waited for the lock.
          found[name] = part.ready(root) ?? (await part.prepare({ root, state, lock }));
        }
      }),
    );
  } catch (error) {
    throw SetupError.from(error, root);
  }
  return found;
}

/** Ends the process as a failed set-up should end it: one line for an expected failure, a stack trace for a bug. */
function exit(error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`countersign: ${error.message}\n`);
  process.exit(error.exitCode);
}

/** Goes back to the folder the user typed the command in, which npm leaves, so that relative paths mean what they say. */
function leaveNpmFolder() {
  const from = process.env.INIT_CWD;
  if (!from || path.resolve(process.env.npm_package_json ?? '') !== path.join(root, 'package.json')) return;
  if (fs.existsSync(from)) process.chdir(from);
}

/** Runs a script of this project inside this process, as if Node had been started with it. */
function load(script, args) {
  process.argv = [process.execPath, script, ...args];
  require('node:module').enableCompileCache?.(path.join(root, '.countersign', 'compile-cache'));
  return import(require('node:url').pathToFileURL(script).href);
}

/** Runs a program in the place of this process. */
const become = (program) => require('./setup/child.cjs').become(program);

module.exports = { ensure, exit, leaveNpmFolder, load, become, SetupError };

if (require.main === module) {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown === undefined) {
    ensure(names).catch(exit);
  } else {
    process.stderr.write(`countersign: unknown part "${unknown}", expected one of ${Object.keys(parts).join(', ')}.\n`);
    process.exitCode = 2;
  }
}
