/** Changes to a JSON text, from a value exchanged for a hostile one to brackets a million deep. */

import fc from 'fast-check';

/** One change: what is done, where, and with what. */
export interface Mutation {
  readonly kind: 'replace' | 'remove' | 'double' | 'swap' | 'rename' | 'cut' | 'splice';
  /** Numbers that choose the place. */
  readonly at: readonly [number, number];
  readonly value: string;
}

const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

/** JSON values that break programs: numbers that are rounded or infinite, names of prototypes, depth, emptiness, sheer size. */
const hostile: readonly string[] = [
  ...['0', '-0', '-1', '1', '2', '3', '7', '0.5', '-1.5', '1e400', '-1e400', '1e-400', '2147483647', '2147483648'],
  ...['1099511627776', '9007199254740991', '9007199254740992', '9007199254740993', '1e21', `1${'0'.repeat(400)}`],
  ...['null', 'true', 'false', '""', '"x"', '"@"', '"@x.weight"', '"__proto__"', '"constructor"', '"toString"'],
  ...[
    '[]',
    '[1]',
    '[1,1,1,1]',
    '[1e400]',
    '{}',
    '{"__proto__":{"polluted":1}}',
    '{"batch":1}',
    '{"batch":9e15,"plus":-1}',
  ],
  ...['"same"', '"valid"', '"\\u0000"', '"\\ud800"', JSON.stringify('x'.repeat(100_000))],
  nested('[', ']', 90),
  nested('[', ']', 5_000),
  nested('{"a":', '}', 5_000).replace('}', '1}'),
  `[${new Array(5_000).fill('1').join(',')}]`,
];

const texts = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '1e400',
  '9007199254740993',
  '-',
  'NaN',
  '"__proto__":1,',
  '\u0000',
];

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'double', 'swap', 'rename', 'cut', 'splice'),
  at: fc.tuple(fc.nat({ max: 1_000_000 }), fc.nat({ max: 1_000_000 })),
  value: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...hostile) }, fc.json({ maxDepth: 2 })),
});

/** Where JSON values stand in a text: start and end of each. */
const spans = (text: string): (readonly [number, number])[] => {
  const found: [number, number][] = [];
  const open: number[] = [];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]|[^\s,:[\]{}"]+/g)) {
    if (token === '[' || token === '{') open.push(index);
    else if (token === ']' || token === '}') found.push([open.pop() ?? index, index + 1]);
    else found.push([index, index + token.length]);
  }
  return found;
};

const put = (text: string, [start, end]: readonly [number, number], value: string): string =>
  text.slice(0, start) + value + text.slice(end);

/** A text with one change; the same text where there is nothing to change. */
export const mutated = (text: string, { kind, at: [first, second], value }: Mutation): string => {
  if (text.length > 1_000_000) return text;
  if (kind === 'cut') return text.slice(0, first % (text.length + 1));
  if (kind === 'splice') {
    const place = first % (text.length + 1);
    return put(text, [place, place], texts[second % texts.length] as string);
  }
  const all = spans(text);
  const one = all[first % Math.max(all.length, 1)];
  const other = all[second % Math.max(all.length, 1)];
  if (!one || !other) return text;
  const shown = text.slice(...one);
  switch (kind) {
    case 'replace':
      return put(text, one, value);
    case 'remove':
      return put(text, one, '')
        .replace(/,(\s*[\]}])/g, '$1')
        .replace(/([[{]\s*),/g, '$1');
    case 'double':
      return put(text, one, `${shown},${shown}`);
    case 'swap': {
      const [early, late] = one[0] <= other[0] ? [one, other] : [other, one];
      return late[0] < early[1] ? text : put(put(text, late, text.slice(...early)), early, text.slice(...late));
    }
    case 'rename':
      return put(text, one, JSON.stringify(String(second % 50)));
  }
};
