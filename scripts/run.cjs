'use strict';
// The one entry of every npm script: `node scripts/run.cjs TASK ARGS`. It prepares what the task needs and then
// becomes the task. Kept to syntax that an old Node can parse, so that its user reads a sentence and not a stack trace.
// biome-ignore lint/style/useNodejsImportProtocol: Node before 14.18 does not know the protocol.
const path = require('path');

const root = path.dirname(__dirname);
const main = path.join(root, 'src', 'cli', 'main.ts');

/** What each task needs, and what it runs then: a script of this project on Node, or a program. */
const tasks = {
  setup: { needs: ['packages', 'python'] },
  countersign: { needs: ['packages'], script: main, isBuilt: true },
  start: { needs: ['packages', 'python'], script: main, args: ['start'] },
  test: { needs: ['packages', 'python'], script: path.join(__dirname, 'test.cjs') },
  bench: { needs: ['packages', 'python'], script: path.join(__dirname, 'bench.ts') },
  python: {
    needs: ['packages', 'python'],
    program: (ready, args) => ({ file: ready.python.main.interpreter, args: args, env: ready.python.env }),
  },
  exec: {
    needs: ['packages'],
    program: (_ready, args) => ({
      file: path.join(root, 'node_modules', '.bin', args[0] || ''),
      args: args.slice(1),
      env: process.env,
    }),
  },
};

const complain = (message, exitCode) => {
  process.stderr.write(`countersign: ${message}\n`);
  process.exit(exitCode);
};

if (process.platform === 'win32') complain('Windows is not supported. Run the same command inside WSL.', 3);
if (parseInt(process.versions.node, 10) < 18) {
  complain(`this is Node ${process.versions.node}, and 18 or newer is needed. Install one from nodejs.org.`, 3);
}

const name = process.argv[2];
if (Object.keys(tasks).indexOf(name) < 0) {
  complain(`unknown task "${name}", expected one of ${Object.keys(tasks).join(', ')}.`, 2);
}

const task = tasks[name];
const setup = require('./setup.cjs');
setup.ensure(task.needs).then((ready) => {
  const args = (task.args || []).concat(process.argv.slice(3));
  if (name !== 'exec' && name !== 'test') setup.leaveNpmFolder();
  if (task.program) return setup.become(task.program(ready, args));
  if (task.script === undefined) return undefined;
  const script = (task.isBuilt && require('./setup/built.cjs').builtMain(root, ready.node)) || task.script;
  // Inside this very process where it can be: that saves the start of a second Node.
  if (ready.node === process.execPath) return setup.load(script, args);
  return setup.become({ file: ready.node, args: [script].concat(args), env: process.env });
}, setup.exit);
