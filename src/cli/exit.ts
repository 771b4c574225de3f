/** How a command ends: the exit codes, and which errors are whose. */

/** 0 agreement, 1 disagreement, 2 bad input or usage, 3 the harness or a tool could not run. */
export const exitCodes = { agreement: 0, disagreement: 1, badInput: 2, couldNotRun: 3, interrupted: 130 } as const;

/** The command was given something it cannot work with; the message says what, and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode = exitCodes.badInput;
}

interface Expected {
  readonly message: string;
  readonly exitCode: number;
}

/** What to tell of an expected error; undefined for a mistake of our own, which is to be loud. Asks by name, so that nothing is loaded for it. */
export const expected = (error: unknown): Expected | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'Refusal') return { message: error.message, exitCode: exitCodes.badInput };
  const { exitCode } = error as Error & { readonly exitCode?: unknown };
  return ['UsageError', 'HarnessError', 'SetupError'].includes(error.name) && typeof exitCode === 'number'
    ? { message: error.message, exitCode }
    : undefined;
};

/** The exit code of an outcome. */
export const exitCodeOf = (outcome: 'agreement' | 'disagreement' | 'could not run'): number =>
  ({
    agreement: exitCodes.agreement,
    disagreement: exitCodes.disagreement,
    'could not run': exitCodes.couldNotRun,
  })[outcome];
