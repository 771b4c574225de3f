/** Progress on stderr: one line that is written over on a terminal, a line now and then elsewhere. */

const everyOnTerminal = 200;
const everyElsewhere = 10_000;

export interface Progress {
  /** Shows a line, unless the last one is too fresh. */
  readonly show: (line: string) => void;
  /** Leaves stderr at the beginning of a line. */
  readonly done: () => void;
}

export const progressOn = (stream: NodeJS.WriteStream): Progress => {
  const isTerminal = stream.isTTY === true;
  const every = isTerminal ? everyOnTerminal : everyElsewhere;
  let shown = isTerminal ? Number.NEGATIVE_INFINITY : performance.now();
  return {
    show: (line) => {
      const now = performance.now();
      if (now - shown < every) return;
      shown = now;
      stream.write(isTerminal ? `\r\u001b[2K${line.slice(0, (stream.columns ?? 80) - 1)}` : `${line}\n`);
    },
    done: () => {
      if (isTerminal) stream.write('\r\u001b[2K');
    },
  };
};
