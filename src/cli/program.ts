/** The command line: every command, and how each ends. */

import { Command, CommanderError } from '@commander-js/extra-typings';
import { compareCommand } from './compare.ts';
import { countCommand } from './count.ts';
import { doctorCommand } from './doctor.ts';
import { exitCodes, expected } from './exit.ts';
import { explainCommand } from './explain.ts';
import { ciCommand, fuzzCommand } from './fuzz.ts';
import { interruptedCode } from './interrupt.ts';
import { complain, note } from './output.ts';
import { recheckCommand } from './recheck.ts';
import { recordCommand } from './record.ts';
import { replayCommand } from './replay.ts';
import { schemaCommand } from './schema.ts';
import { startCommand } from './start.ts';
import { verifyCommand } from './verify.ts';
import { packageVersion, versionCommand } from './version.ts';

const commands = [
  startCommand,
  countCommand,
  explainCommand,
  compareCommand,
  recordCommand,
  verifyCommand,
  fuzzCommand,
  ciCommand,
  recheckCommand,
  replayCommand,
  doctorCommand,
  schemaCommand,
  versionCommand,
];

const help = `
Exit codes: 0 agreement, 1 disagreement, 2 bad input or usage, 3 the harness or a tool could not run.

Examples:
  countersign count alexnet.json
  countersign verify net.py:Net --input 1,3,224,224
  countersign fuzz --budget 5m`;

const outputError = (text: string, write: (text: string) => void): void =>
  write(text.replace(/^error: /, 'countersign: '));

const programOf = () => {
  const program = new Command('countersign')
    .description('Counts what a neural network costs, and has every count countersigned by an independent witness.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .addHelpText('after', help)
    .showHelpAfterError('See "countersign --help".')
    .configureOutput({ outputError })
    .exitOverride();
  for (const make of commands) {
    const command = make()
      .copyInheritedSettings(program)
      .showHelpAfterError(`See "countersign ${make().name()} --help".`);
    program.addCommand(command);
  }
  return program;
};

/** Runs a command line and gives its exit code; only our own mistakes are thrown. */
export const run = async (args: readonly string[]): Promise<number> => {
  try {
    await programOf().parseAsync([...args], { from: 'user' });
  } catch (error) {
    const interrupted = interruptedCode();
    if (interrupted !== undefined) return interrupted;
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.badInput;
    const known = expected(error);
    if (!known) throw error;
    complain(known.message);
    return known.exitCode;
  }
  return interruptedCode() ?? Number(process.exitCode ?? exitCodes.agreement);
};

/** A mistake of ours: loud, with its stack. */
export const cry = (error: unknown): void => {
  note('countersign: this is a mistake in countersign itself. Please report it with what follows.');
  note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = exitCodes.couldNotRun;
};
