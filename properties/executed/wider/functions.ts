/** Calls of functions whose tensors are repeated, and with options that the generator seldom draws. */

import fc from 'fast-check';
import { layers } from '../../../src/engine/index.ts';
import { few, functionOf, type Network } from './calls.ts';

const size = few(1, 4);

/** Two shapes that broadcast: each dimension is 1 on one side or on none, and one of them lacks the first dimensions. */
const broadcasting = fc
  .array(fc.tuple(size, fc.constantFrom('both', 'left', 'right')), { minLength: 1, maxLength: 4 })
  .chain((dimensions) => fc.tuple(fc.constant(dimensions), few(0, dimensions.length), fc.boolean()))
  .map(([dimensions, missing, isFirstWhole]) => {
    const side = (alone: string) => dimensions.map(([length, on]) => (on === alone ? 1 : length));
    const [whole, short] = [side('left'), side('right').slice(missing)];
    return isFirstWhole ? ([whole, short] as const) : ([short, whole] as const);
  });

const ofTwo = (kind: string, options: fc.Arbitrary<Record<string, unknown>> = fc.constant({})): Network =>
  fc.tuple(broadcasting, options).map(([shapes, given]) => functionOf(kind, shapes, given));

const ofThree = (kind: string): Network =>
  fc.tuple(broadcasting, fc.constantFrom(1, 2, 0.5), fc.boolean()).map(([[a, b], value, isFirst]) => {
    const options = kind === 'lerp' ? {} : { value };
    return functionOf(kind, isFirst ? [a, b, b] : [b, a, b], options);
  });

const alphas = fc.constantFrom(1, 2, -1, 0.5).map((alpha) => ({ alpha }));
const plain = [
  'atan2',
  'div',
  'eq',
  'floor_divide',
  'fmax',
  'fmin',
  'fmod',
  'ge',
  'gt',
  'le',
  'lt',
  'maximum',
  'minimum',
  'mul',
  'ne',
];
const ofEither = [...plain, 'remainder', 'clamp_max', 'clamp_min'];

const exponents = fc.constantFrom(-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 4, 2.5);
const pow: Network = fc.oneof(
  fc
    .tuple(fc.array(size, { minLength: 1, maxLength: 3 }), exponents)
    .map(([shape, exponent]) => functionOf('pow', [shape], { exponent })),
  ofTwo('pow'),
);

const clamp: Network = fc.tuple(broadcasting, fc.constantFrom('min', 'max', 'both')).map(([[a, b], which]) => {
  const json = functionOf('clamp', [a, b], {});
  const [call] = json.calls;
  const named = which === 'both' ? { min: 'x1', max: 'x1' } : { [which]: 'x1' };
  return { ...json, calls: [{ ...(call as NonNullable<typeof call>), inputs: ['x0'], named }] };
});

/** The tensor that is added has fewer dimensions or sizes of 1. */
const sumOfProduct = (kind: 'addmm' | 'baddbmm'): Network =>
  fc
    .tuple(size, size, size, size, fc.constantFrom(0, 1, 2), fc.constantFrom(1, 3), few(0, 3), fc.boolean())
    .map(([N, rows, K, columns, beta, alpha, missing, isRow]) => {
      const batch = kind === 'addmm' ? [] : [N];
      const whole = [...batch, isRow ? 1 : rows, columns];
      return functionOf(
        kind,
        [whole.slice(Math.min(missing, whole.length)), [...batch, rows, K], [...batch, K, columns]],
        {
          beta,
          alpha,
        },
      );
    });

const equations = [
  'ij,jk->ik',
  'ij,kj->ik',
  'i,j->ij',
  'ij,ij->ij',
  'ij->ji',
  'ij->i',
  'ij,jk,kl->il',
  'ij,j->i',
  'i,i->',
  'kj,ik',
  'ji',
  'l,ik->lki',
  '...i,ij->...j',
  'i...,...->...i',
  '...,...',
  'i...j,jk',
  'i ... -> ...',
  'ij,...j,jk->...k',
];
const einsum: Network = fc
  .tuple(fc.constantFrom(...equations), fc.array(size, { minLength: 4, maxLength: 4 }), few(0, 2))
  .map(([equation, sizes, missing]) => {
    const shapes = (equation.split('->')[0] as string)
      .replaceAll(' ', '')
      .split(',')
      // What stands for "..." has the sizes of k and l, or has them not.
      .map((labels, index) =>
        [...labels.replace('...', 'kl'.slice(index > 0 ? missing : 0))].map(
          (label) => sizes['ijkl'.indexOf(label)] as number,
        ),
      );
    return functionOf('einsum', shapes, { equation });
  });

/** For the kinds that the engine knows. */
export const functions: Readonly<Record<string, Network>> = Object.fromEntries(
  Object.entries({
    ...Object.fromEntries(ofEither.map((kind) => [kind, ofTwo(kind)])),
    ...Object.fromEntries(['add', 'rsub', 'sub'].map((kind) => [kind, ofTwo(kind, alphas)])),
    ...Object.fromEntries(['addcdiv', 'addcmul', 'lerp'].map((kind) => [kind, ofThree(kind)])),
    addmm: sumOfProduct('addmm'),
    baddbmm: sumOfProduct('baddbmm'),
    clamp,
    einsum,
    pow,
  }).filter(([kind]) => layers.has(kind)),
);
