'use strict';
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { checkpoint } = require('./child.cjs');

const beat = 2_000;
/** A holder on another machine or in another container cannot be asked, so its silence must do. */
const silence = 30_000;

/**
 * Runs `work` while holding the one lock of the project, `.countersign/lock/`. A second run waits for the first and says
 * so. A lock whose owner died is taken over, and a program that the dead owner left running is ended first.
 */
async function withLock(state, work) {
  const folder = path.join(state, 'lock');
  const owner = {
    host: os.hostname(),
    pid: process.pid,
    born: birth(process.pid),
    token: `${process.pid}-${Date.now()}`,
  };
  await acquire(folder, owner);
  const timer = setInterval(() => touch(folder), beat);
  timer.unref();
  try {
    return await work({
      /** Notes the program at work (leader of its own process group), or none, for whoever finds the lock orphaned. */
      note: (pid) => write(folder, pid === undefined ? owner : { ...owner, child: { pid, born: birth(pid) } }),
    });
  } finally {
    clearInterval(timer);
    release(folder, owner);
  }
}

/** Moved away first: removing it where it stands could remove what the next owner puts there meanwhile. */
function release(folder, owner) {
  if (read(folder)?.token !== owner.token) return;
  const grave = `${folder}.released-${owner.pid}`;
  fs.renameSync(folder, grave);
  fs.rmSync(grave, { recursive: true, force: true });
}

async function acquire(folder, owner) {
  let waiting = false;
  let seen = { token: undefined, beat: undefined, since: 0 };
  while (!claim(folder, owner)) {
    checkpoint();
    const holder = read(folder);
    if (holder === undefined) continue;
    if (holder.token !== seen.token || holder.beat !== seen.beat) {
      seen = { token: holder.token, beat: holder.beat, since: Date.now() };
    }
    if (isAbandoned(holder, owner, Date.now() - seen.since)) {
      takeOver(folder, holder);
      continue;
    }
    if (!waiting)
      process.stderr.write(`Another run (process ${holder.pid}) is setting up; waiting for it to finish.\n`);
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A folder that already holds its owner's name is moved into place, so a lock without an owner is never seen. */
function claim(folder, owner) {
  const draft = `${folder}.${owner.token}`;
  fs.mkdirSync(draft, { recursive: true });
  write(draft, owner);
  try {
    fs.renameSync(draft, folder);
    return true;
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAbandoned(holder, self, silent) {
  if (holder.host !== self.host) return silent > silence;
  return birth(holder.pid) !== holder.born;
}

/** Moves the dead owner's lock away and checks what was moved: a living run may have taken it over a moment earlier. */
function takeOver(folder, holder) {
  const grave = `${folder}.abandoned-${process.pid}`;
  try {
    fs.renameSync(folder, grave);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  const moved = read(grave);
  if (moved !== undefined && moved.token !== holder.token) {
    fs.renameSync(grave, folder);
    return;
  }
  endOrphan(holder);
  fs.rmSync(grave, { recursive: true, force: true });
}

function endOrphan({ host, child }) {
  if (child === undefined || host !== os.hostname() || birth(child.pid) !== child.born) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

/** When a process began, as text: a pid that was given to another process tells another time. Undefined: no such process. */
function birth(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return undefined;
  }
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [status, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return status === 'Z' ? undefined : fields[18];
  } catch {
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || 'alive';
  }
}

function read(folder) {
  try {
    const file = path.join(folder, 'owner.json');
    return { ...JSON.parse(fs.readFileSync(file, 'utf8')), beat: fs.statSync(file).mtimeMs };
  } catch {
    // A crash of the whole machine can leave a lock that nobody can read: it counts as one whose owner is dead.
    return fs.existsSync(folder) ? { host: os.hostname(), pid: 0, born: 'unreadable', token: undefined } : undefined;
  }
}

function write(folder, owner) {
  const draft = path.join(folder, `owner.${process.pid}`);
  fs.writeFileSync(draft, JSON.stringify(owner));
  fs.renameSync(draft, path.join(folder, 'owner.json'));
}

function touch(folder) {
  try {
    const now = new Date();
    fs.utimesSync(path.join(folder, 'owner.json'), now, now);
  } catch {
    // The lock is checked by its token when it is given back.
  }
}

module.exports = { withLock };
