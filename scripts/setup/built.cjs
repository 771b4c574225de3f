'use strict';
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { keyOf } = require('./stamp.cjs');

/** Copies that nobody has used for so long are removed; a campaign still loads from its own. */
const kept = 24 * 60 * 60 * 1000;

/** A line for each source, which changes whenever the source does. */
function sourcesOf(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      const { size, mtimeNs, ctimeNs } = fs.statSync(file, { bigint: true });
      return `${file} ${size} ${mtimeNs} ${ctimeNs}`;
    })
    .sort();
}

function removeOld(state) {
  for (const name of fs.readdirSync(state)) {
    const folder = path.join(state, name);
    if (name.startsWith('built-') && Date.now() - fs.statSync(folder).mtimeMs > kept)
      fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The command line's `main.js` as built from the sources as they are now: built where that was not done before, which takes
 * a second. Undefined where it cannot be built, and the sources have to be run.
 */
function builtMain(root, node) {
  if (!fs.existsSync(path.join(root, 'node_modules', 'rolldown'))) return undefined;
  const files = ['package-lock.json', 'scripts/bundle.ts'].map((file) => path.join(root, file));
  const key = keyOf([node, ...sourcesOf(path.join(root, 'src'))], files);
  const state = path.join(root, '.countersign');
  const folder = path.join(state, `built-${key.slice(0, 16)}`);
  const main = path.join(folder, 'main.js');
  if (fs.existsSync(main)) return main;
  const draft = `${folder}.${process.pid}`;
  const { status } = spawnSync(node, [path.join(root, 'scripts', 'bundle.ts'), draft], { stdio: 'ignore' });
  if (status === 0) {
    try {
      fs.renameSync(draft, folder);
      removeOld(state);
    } catch (error) {
      // Another run was quicker.
      if (!fs.existsSync(main)) throw error;
    }
  }
  fs.rmSync(draft, { recursive: true, force: true });
  return fs.existsSync(main) ? main : undefined;
}

module.exports = { builtMain };
