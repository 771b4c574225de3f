import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { broadcast } from '../../elementwise.ts';
import type { Draw } from '../../generator.ts';
import type { Inputs, Storage } from '../../layer.ts';
import { orderOf, stridesIn } from '../../strides.ts';
import { type Shape, type Tensor, tensor } from '../../tensor.ts';
import { expanded, narrowed, selected, unsqueezed } from '../../views.ts';
import { movement } from '../families/movement.ts';

const place = z.int().nullable().default(null);
/** A place, `None`, `...`, a slice, places in a list, or the next of the tensors that follow the input. */
export const item = z.union([
  z.int(),
  z.null(),
  z.literal('...'),
  z.literal('tensor'),
  z.strictObject({ start: place, stop: place, step: place }),
  z.array(z.int()).max(100_000),
]);
type Item = z.output<typeof item>;

const outOf = (got: unknown, rule: string): Complaint => ({ code: 'option', option: 'index', rule, got });

/** How many dimensions of the input an item takes. */
const takes = (one: Item): number => (one === null || one === '...' ? 0 : 1);

/** Places of a slice, as Python counts them. */
const lengthOf = (
  { start, stop, step }: { start: number | null; stop: number | null; step: number | null },
  size: number,
): number => {
  const within = (given: number): number => Math.min(Math.max(given < 0 ? given + size : given, 0), size);
  return Math.max(Math.ceil((within(stop ?? size) - within(start ?? 0)) / (step ?? 1)), 0);
};

/** A tensor of places, and the dimension of the view that they are chosen from. */
interface Chosen {
  readonly dimension: number;
  readonly places: Tensor;
}

export interface Looked {
  readonly view: Tensor;
  readonly chosen: readonly Chosen[];
}

/** The view that places, slices, `None` and `...` make, and what is then chosen from it; a complaint where one does not fit. */
export const looked = (index: readonly Item[], [input, ...others]: Inputs): Looked | Complaint => {
  const named = index.reduce((sum: number, one) => sum + takes(one), 0);
  if (named > input.shape.length) return { code: 'dimension', dimension: named - 1, shape: input.shape };
  let view = input;
  let dimension = 0;
  const tensors = [...others];
  const chosen: Chosen[] = [];
  for (const one of index) {
    const size = view.shape[dimension] as number;
    // Behind a second "...", which moves on by as many dimensions as the first one, there may be none.
    if (one !== '...' && dimension >= view.shape.length + (one === null ? 1 : 0))
      return { code: 'dimension', dimension, shape: view.shape };
    if (one === null) view = unsqueezed(view, dimension++);
    else if (one === '...') dimension += input.shape.length - named;
    else if (typeof one === 'number') {
      if (one < -size || one >= size) return { code: 'index', index: one, size };
      view = selected(view, dimension);
    } else if (one === 'tensor') {
      const places = tensors.shift() as Tensor;
      // A tensor without dimensions is read as the one place that it names.
      if (places.shape.length === 0) view = selected(view, dimension);
      else chosen.push({ dimension: dimension++, places });
    } else if (Array.isArray(one)) {
      const outside = one.find((each) => each < -size || each >= size);
      if (outside !== undefined) return { code: 'index', index: outside, size };
      chosen.push({ dimension: dimension++, places: tensor([one.length], 'int64') });
    } else {
      if ((one.step ?? 1) < 1) return outOf(one, 'a step must be greater than 0');
      view = narrowed(view, dimension++, lengthOf(one, size), one.step ?? 1);
    }
  }
  const shapes = chosen.map(({ places }) => places.shape);
  return broadcast(...shapes, [])
    ? { view, chosen }
    : { code: 'mismatch', shapes, rule: 'tensors of places must broadcast' };
};

/** What is chosen stands where the tensors of places stand, or in front where they are apart; it lies in memory as the view, then as they do. Source: aten/src/ATen/native/TensorAdvancedIndexing.cpp. */
export const chosenFrom = ({ view, chosen }: Looked): Tensor => {
  const dimensions = chosen.map(({ dimension }) => dimension);
  const [first] = dimensions as [number];
  const isTogether = dimensions.every((dimension, at) => dimension === first + at);
  const wanted = broadcast(...chosen.map(({ places }) => places.shape)) as Shape;
  const rest = view.shape.map((_, dimension) => dimension).filter((dimension) => !dimensions.includes(dimension));
  const before = isTogether ? rest.filter((dimension) => dimension < first) : [];
  const after = isTogether ? rest.filter((dimension) => dimension > first) : rest;
  const spread = <T>(of: (dimension: number) => T, middle: readonly T[]): T[] => [
    ...before.map(of),
    ...middle,
    ...after.map(of),
  ];
  const shape = spread((dimension) => view.shape[dimension] as number, wanted);
  const source = spread(
    (dimension) => view.strides[dimension] as number,
    wanted.map(() => 0),
  );
  const indices = chosen.map(({ places }) => spread(() => 0, (expanded(places, wanted) as Tensor).strides));
  return { shape, dtype: view.dtype, strides: stridesIn(orderOf(shape, [source, ...indices]), shape) };
};

/** Whether there is nothing to look at. */
export const isComplaint = (found: object): found is Complaint => 'code' in found;

/** Why there are not as many tensors of places as the index names. */
export const tensorsNamed = (index: readonly Item[], inputs: Inputs): Complaint | undefined => {
  const tensors = index.filter((one) => one === 'tensor').length;
  return tensors === inputs.length - 1
    ? undefined
    : { code: 'inputs', expected: `an input and ${tensors} tensors of places`, got: inputs.length };
};

/** Slices, a place, a list of one, or a new dimension. */
export const drawIndex = (draws: Draw, { shape }: Tensor) => {
  if (shape.length < 2) return undefined;
  const size = shape[1] as number;
  const all = { start: null, stop: null, step: null };
  const choices: [readonly Item[], ...(readonly Item[])[]] = [
    [all, { start: 0, stop: draws.integer(1, size), step: null }],
    [all, null],
    ['...', { start: null, stop: null, step: 2 }],
    [all, [0]],
  ];
  if (shape.length > 2) choices.push([all, 0], ['...', -1]);
  return { index: draws.oneOf(choices) };
};

/** `x[index]`: a view, but where tensors or lists of places choose. Source: Python's slices and NumPy's indexing, as torch takes them. */
export const getitem = movement({
  kind: 'getitem',
  options: () => ({ index: z.array(item).max(64) }),
  signature: 'input, index',
  tensors: ['input', 'index'],
  indexing: 'index',
  spellings: ['operator.getitem'],
  page: 'torch.select',
  arity: 'list',
  takes: ['any', 'integer'],
  requires: ({ index }, inputs) => {
    const wrong = tensorsNamed(index, inputs);
    if (wrong) return wrong;
    const found = looked(index, inputs);
    return isComplaint(found) ? found : undefined;
  },
  outputs: ({ index }, inputs) => {
    const found = looked(index, inputs) as Looked;
    // Without any index it is a view all the same, and not the input itself.
    return [found.chosen.length > 0 ? chosenFrom(found) : { ...found.view }];
  },
  storage: ({ index }, inputs): Storage => {
    const found = looked(index, inputs) as Looked;
    return found.chosen.length > 0 ? 'new' : 'alias';
  },
  draw: drawIndex,
});
