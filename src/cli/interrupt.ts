/** Ctrl-C: ends at once, or, where a command holds workers, asks it to come to an end; a second one does not wait. */

const codes: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

let held: AbortController | undefined;
let received: string | undefined;

/** Ends the process with the code of its signal, unless a command holds it. */
export const watchSignals = (): void => {
  for (const [name, code] of Object.entries(codes)) {
    process.on(name, () => {
      if (!held || received) process.exit(code);
      received = name;
      held.abort(new Error('Interrupted.'));
    });
  }
};

/** From here on a signal aborts this instead, so that workers are ended and results so far are told. */
export const holdSignals = (): AbortSignal => {
  held ??= new AbortController();
  return held.signal;
};

/** The exit code of the signal that came, if one did. */
export const interruptedCode = (): number | undefined => (received ? codes[received] : undefined);
