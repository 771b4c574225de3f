/** `countersign doctor`. */

import { Command } from '@commander-js/extra-typings';
import { exitCodes } from './exit.ts';
import { holdSignals } from './interrupt.ts';
import { print, printJson, stdoutStyle } from './output.ts';

const help = `
Example:
  countersign doctor --json`;

export const doctorCommand = () =>
  new Command('doctor')
    .summary('show every tool and environment, and what is wrong')
    .description(
      'Shows every tool, its version, the environments, and what to do about what is wrong. Changes nothing.',
    )
    .option('--json', 'print JSON (countersign/doctor@1)')
    .addHelpText('after', help)
    .action(async ({ json }) => {
      const { examineInstallation } = await import('./installation.ts');
      const { doctorText } = await import('../report/doctor.ts');
      const result = await examineInstallation(holdSignals());
      if (!result.ok) process.exitCode = exitCodes.couldNotRun;
      await (json ? printJson(result) : print(doctorText(result, stdoutStyle())));
    });
