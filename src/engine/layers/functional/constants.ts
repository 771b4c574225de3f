/** Functions that make a tensor of nothing but numbers. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { numberOf, type Scalar } from '../../elementwise.ts';
import type { Draw } from '../../generator.ts';
import type { LayerDefinition, Options } from '../../layer.ts';
import { elementType, natural, positive, scalar } from '../../options.ts';
import { type Dtype, isFloating, type Shape, tensor } from '../../tensor.ts';
import { unheld } from '../families/elementwise.ts';
import { movement } from '../families/movement.ts';

const dtype = elementType.nullable().default(null);
const size = z.array(z.int().min(0)).max(64);

interface Constant<Fields extends z.ZodRawShape> {
  readonly kind: string;
  readonly options: Fields;
  readonly signature: string;
  readonly signatures?: readonly string[];
  readonly valid?: (options: Options<Fields>) => Complaint | undefined;
  readonly shape: (options: Options<Fields>) => Shape;
  /** The element type where none is said: PyTorch's default one, unless it follows from the numbers. */
  readonly type?: (options: Options<Fields>) => Dtype;
  readonly draw: (draw: Draw) => Partial<Options<Fields>>;
}

/** It takes no tensor, so that it stands in a network as often as it is called. */
const constant = <Fields extends z.ZodRawShape>(given: Constant<Fields>): LayerDefinition =>
  movement({
    kind: given.kind,
    options: () => ({ ...given.options, dtype }),
    signature: `${given.signature}, dtype=None`,
    tensors: [],
    spellings: [`torch.${given.kind}`],
    ...(given.signatures ? { signatures: { [`torch.${given.kind}`]: given.signatures } } : {}),
    arity: 0,
    valid: (options) => given.valid?.(options as unknown as Options<Fields>),
    outputs: (options) => {
      const own = options as unknown as Options<Fields>;
      const said = (options as { readonly dtype?: Dtype | null }).dtype;
      return [tensor(given.shape(own), said ?? given.type?.(own) ?? 'float32')];
    },
    storage: 'new',
    draw: ((draw: Draw) => given.draw(draw)) as never,
  });

const drawSize = (draw: Draw): number[] => Array.from({ length: draw.integer(1, 3) }, () => draw.integer(1, 4));

const filled = (kind: string): LayerDefinition =>
  constant({
    kind,
    options: { size },
    signature: '*size',
    shape: (options) => options.size,
    draw: (draw) => ({ size: drawSize(draw) }),
  });

const typeOf = (value: unknown): Dtype =>
  typeof value === 'boolean' ? 'bool' : Number.isInteger(value) ? 'int64' : 'float32';

const option = (name: string, rule: string, got: unknown): Complaint => ({ code: 'option', option: name, rule, got });

const full = constant({
  kind: 'full',
  options: { size, fill_value: scalar },
  signature: 'size, fill_value, *',
  valid: (options) => {
    const said = (options as { readonly dtype?: Dtype | null }).dtype;
    return said ? unheld(said, options.fill_value, 'fill_value') : undefined;
  },
  shape: (options) => options.size,
  type: ({ fill_value }) => typeOf(fill_value),
  draw: (draw) => ({ size: drawSize(draw), fill_value: draw.oneOf([0.5, 1]) }),
});

const number = scalar.refine((value) => typeof value !== 'boolean' && Number.isFinite(numberOf(value)), {
  message: 'it must be a finite number',
});

const rangeOf = (start: Scalar = 0, end: Scalar, step: Scalar = 1): readonly [number, number, number] => [
  numberOf(start),
  numberOf(end),
  numberOf(step),
];

const arange = constant({
  kind: 'arange',
  options: { start: number.optional(), end: number, step: number.optional() },
  signature: 'start, end, step, *',
  signatures: ['start, end, step, *, dtype=None', 'start, end, *, dtype=None', 'end, *, dtype=None'],
  valid: ({ start, end, step }) => {
    if (start === undefined && step !== undefined) return option('step', 'it needs a start', step);
    const [from, to, by] = rangeOf(start, end, step);
    return by !== 0 && (to - from) / by >= 0 ? undefined : option('step', 'it must lead from start to end', step ?? 1);
  },
  shape: ({ start, end, step }) => {
    const [from, to, by] = rangeOf(start, end, step);
    return [Math.ceil((to - from) / by)];
  },
  type: ({ start = 0, end, step = 1 }) =>
    [start, end, step].every((value) => typeOf(value) === 'int64') ? 'int64' : 'float32',
  draw: (draw) => ({ start: 0, end: draw.integer(1, 8), step: draw.oneOf([1, 2, 0.5]) }),
});

const linspace = constant({
  kind: 'linspace',
  options: { start: number, end: number, steps: natural },
  signature: 'start, end, steps, *',
  shape: ({ steps }) => [steps],
  draw: (draw) => ({ start: draw.oneOf([0, -1]), end: 1, steps: draw.integer(1, 8) }),
});

const eye = constant({
  kind: 'eye',
  options: { n: natural, m: positive.nullable().default(null) },
  signature: 'n, m=None, *',
  shape: ({ n, m }) => [n, m ?? n],
  draw: (draw) => ({ n: draw.integer(1, 4), ...(draw.boolean() ? { m: draw.integer(1, 4) } : {}) }),
});

/** Numbers that are drawn anew at each call. */
const drawn = (kind: string): LayerDefinition =>
  constant({
    kind,
    options: { size },
    signature: '*size',
    valid: (options) => {
      const said = (options as { readonly dtype?: Dtype | null }).dtype;
      return !said || isFloating(said) ? undefined : option('dtype', 'it must be a floating type', said);
    },
    shape: (options) => options.size,
    draw: (draw) => ({ size: drawSize(draw) }),
  });

export const constants: readonly LayerDefinition[] = [
  arange,
  eye,
  full,
  linspace,
  filled('ones'),
  drawn('rand'),
  drawn('randn'),
  filled('zeros'),
];
