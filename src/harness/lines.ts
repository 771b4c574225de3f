/** Streams of bytes, cut into lines. */

import { lineLimit, ProtocolError } from './protocol.ts';

const newline = 10;

/** Takes chunks and hands on each whole line; throws ProtocolError for a line over `limit` bytes or one that is not UTF-8. */
export const lineSplitter = (onLine: (line: string) => void, limit = lineLimit): ((chunk: Uint8Array) => void) => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Uint8Array[] = [];
  let length = 0;
  const keep = (part: Uint8Array): void => {
    length += part.length;
    if (length > limit) {
      parts = [];
      throw new ProtocolError(`A line longer than ${limit} bytes`);
    }
    parts.push(part);
  };
  const take = (): string => {
    const whole = parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
    parts = [];
    length = 0;
    try {
      return decoder.decode(whole);
    } catch {
      throw new ProtocolError('A line that is not UTF-8');
    }
  };
  return (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end));
      start = end + 1;
      onLine(take());
    }
    if (start < chunk.length) keep(chunk.subarray(start));
  };
};

/** Remembers the last lines of a stream, and never more than 16 KB of it. */
export const tail = (count = 20) => {
  const decoder = new TextDecoder();
  let text = '';
  return {
    add: (chunk: Uint8Array): void => {
      text = (text + decoder.decode(chunk, { stream: true })).slice(-16_384);
    },
    lines: (): string[] =>
      text
        .split(/[\r\n]+/)
        .filter((line) => line.trim() !== '')
        .slice(-count),
  };
};
