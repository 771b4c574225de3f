/** A Python environment: its interpreter, and the project folder it belongs to. */
export interface PythonEnvironment {
  readonly interpreter: string;
  readonly folder: string;
}

/** What is ready after `ensure`: a part that was not asked for is not there. */
export interface Ready<Part extends string> {
  readonly node: string;
  readonly packages: 'packages' extends Part ? { readonly node: string } : undefined;
  readonly python: 'python' extends Part
    ? {
        readonly main: PythonEnvironment;
        /** Null where the machine has no Python for it. */
        readonly torchstat: PythonEnvironment | null;
        readonly extra: PythonEnvironment;
        /** What Python processes are to be started with. */
        readonly env: NodeJS.ProcessEnv;
      }
    : undefined;
}

/** An expected refusal: `message` is one line for the user, `exitCode` what to end with. */
export class SetupError extends Error {
  readonly exitCode: number;
}

/**
 * Prepares the named parts, with progress on stderr, and resolves to their paths; milliseconds when all is in place.
 * Rejects with a SetupError.
 */
export function ensure<const Part extends 'packages' | 'python'>(parts: readonly Part[]): Promise<Ready<Part>>;
