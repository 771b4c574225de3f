import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineSplitter, tail } from '../../src/harness/lines.ts';
import {
  ProtocolError,
  parseReady,
  parseReply,
  protocolVersion,
  requestLine,
  requestSchema,
} from '../../src/harness/protocol.ts';

const ready = { type: 'ready', protocol: 2, python: '3', torch: '2', tools: {}, missing: {}, pid: 1 };

describe('messages', () => {
  it('read back as they were written', () => {
    const inputs = [{ shape: [1, 3], dtype: 'float32' }];
    const source = { file: '/a.py', name: 'A' };
    for (const request of [
      { type: 'run', tools: ['thop'], architecture: { name: 'A' } },
      { type: 'run', tools: ['thop'], source, inputs },
      { type: 'record', source, inputs },
    ] as const) {
      const line = requestLine('7', request);
      expect(line.endsWith('}\n')).toBe(true);
      expect(requestSchema.parse(JSON.parse(line))).toEqual({ id: '7', ...request });
    }
    expect(parseReady(JSON.stringify(ready))).toEqual(ready);
  });

  it('name both versions where they differ', () => {
    expect(() => parseReady(JSON.stringify({ ...ready, protocol: 9, more: true }))).toThrow(
      `speaks protocol 9, this program ${protocolVersion}`,
    );
    expect(() => parseReady(JSON.stringify({ ...ready, more: true }))).toThrow('A handshake of another form');
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"id":"1"}',
    '{"id":1,"type":"failed","message":""}',
    '{"id":"1","type":"failed"}',
    '{"id":"1","type":"ran","answers":{"thop":{"status":"answered","totals":{"macs":1},"seconds":0}}}',
    '{"id":"1","type":"ran","answers":{"thop":{"status":"died","message":"","stderr":[]}}}',
    '{"id":"1","type":"ran","answers":{"thop":{"status":"raised","error":{"class":"","message":""},"seconds":0}}}',
    `${'['.repeat(100_000)}`,
    `${'[{"a":'.repeat(2_000)}1${'}]'.repeat(2_000)}`,
  ])('are refused with a ProtocolError: %.60s', (line) => {
    expect(() => parseReply(line)).toThrow(ProtocolError);
    expect(() => parseReady(line)).toThrow(ProtocolError);
  });

  it('are refused with nothing else, whatever the line', () => {
    const value = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((found) => JSON.stringify({ ...ready, tools: found })),
    );
    fc.assert(
      fc.property(value, (line) => {
        for (const parse of [parseReply, parseReady]) {
          try {
            parse(line);
          } catch (error) {
            if (!(error instanceof ProtocolError)) throw error;
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('lines', () => {
  const collect = (chunks: readonly Uint8Array[], limit?: number): string[] => {
    const lines: string[] = [];
    const take = lineSplitter((line) => lines.push(line), limit);
    for (const chunk of chunks) take(chunk);
    return lines;
  };

  it('are the same however the bytes are cut', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n')));
    fc.assert(
      fc.property(texts, fc.array(fc.nat(40)), (lines, cuts) => {
        let rest: Uint8Array = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const chunks: Uint8Array[] = [];
        for (const cut of cuts) {
          chunks.push(rest.subarray(0, cut));
          rest = rest.subarray(cut);
        }
        expect(collect([...chunks, rest])).toEqual(lines.map((line) => line.replace(/^\uFEFF/, '')));
      }),
    );
  });

  it('end at their limit, before their end has come', () => {
    expect(collect([Buffer.from('1234\n')], 4)).toEqual(['1234']);
    expect(() => collect([Buffer.from('123'), Buffer.from('45')], 4)).toThrow('A line longer than 4 bytes');
    expect(() => collect([Buffer.from('12345\n')], 4)).toThrow(ProtocolError);
  });

  it('must be UTF-8', () => {
    expect(() => collect([Uint8Array.of(0xc3, 10)])).toThrow(ProtocolError);
  });

  it('are kept from the end', () => {
    const last = tail(2);
    last.add(Buffer.from('one\ntwo\n\n 50%\rthr'));
    last.add(Buffer.from('ee'));
    expect(last.lines()).toEqual([' 50%', 'three']);
    last.add(Buffer.from('x'.repeat(1_000_000)));
    expect(last.lines().join('').length).toBeLessThanOrEqual(16_384);
  });
});
