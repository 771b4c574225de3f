/** Building blocks for the options of layers, as PyTorch's constructors take them. */

import { z } from 'zod';
import { bytesOf, type Dtype } from './tensor.ts';

/** The largest size of a dimension that is taken; products are checked separately. */
const largest = 2 ** 31 - 1;

export const positive = z.int().min(1).max(largest);
export const natural = z.int().min(0).max(largest);
/** Where PyTorch takes less than nothing, too. */
export const whole = z.int().min(-largest).max(largest);

/** One number for all of so many dimensions, or one for each, as in `kernel_size=3` and `kernel_size=(3, 5, 5)`. */
export const perDimension = (dimensions: number, size: z.ZodNumber): z.ZodType<readonly number[]> =>
  z
    .union([size, z.array(size).length(dimensions)])
    .transform((given) => (typeof given === 'number' ? new Array<number>(dimensions).fill(given) : given));

/** One number for both dimensions or one for each, as in `kernel_size=3` and `kernel_size=(3, 5)`. */
export const pair = (size: z.ZodNumber) =>
  z
    .union([size, z.tuple([size, size])])
    .transform((given): [number, number] => (typeof given === 'number' ? [given, given] : given));

export const probability = z.number().min(0).max(1);

/** A number that PyTorch can hold in float32. */
export const real = z.number().min(-3.4028234663852886e38).max(3.4028234663852886e38);

/** One number for all of several dimensions, alone or in a list of one, or a number for each. */
export const sizes = (dimensions: number, size: z.ZodNumber) =>
  z.union([size, z.array(size).length(1), z.array(size).length(dimensions)]).transform((given): readonly number[] => {
    const list = [given].flat();
    return list.length === dimensions ? list : new Array<number>(dimensions).fill(list[0] as number);
  });

/** A number given to a function: as text where it is a whole float, as `"2.0"`, or no finite one, as `"-inf"`. */
export const scalar = z.union([
  z.number(),
  z.boolean(),
  z.string().regex(/^-?(inf|nan|[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?)$/, 'it must be a number as Python writes floats'),
]);

/** One dimension, which counts from the last where it is negative. */
export const dimension = z.int().min(-64).max(63);

/** One dimension or several. */
export const dimensions = z.union([dimension, z.array(dimension).max(64)]);

/** An element type by PyTorch's name. */
export const elementType = z.enum(Object.keys(bytesOf) as [Dtype, ...Dtype[]]);
