#!/usr/bin/env node
/** Where the program starts. */

import { enableCompileCache } from 'node:module';

// Half of a short command's time would go into compiling what was compiled before.
enableCompileCache();

const { cry, run } = await import('./program.ts');
const { quietOnClosedPipe } = await import('./output.ts');
const { watchSignals } = await import('./interrupt.ts');

quietOnClosedPipe();
watchSignals();
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  cry(error);
}
