/** Windows that slide over an input, found by sliding them and not by a formula. */

/** A window's kernel along one dimension, and how it moves. */
export interface Slide {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding in front of the input and behind it. */
  readonly before: number;
  readonly after: number;
  /** A last window may reach over the end of the padding, where it does not begin behind the input. Source: torch.nn.MaxPool2d. */
  readonly ceil_mode?: boolean;
}

/** For each window the coordinates of its taps, one behind the other; those below 0 or from `size` on are outside of the input. */
export const slide = ({ size, kernel, stride, dilation, before, after, ceil_mode }: Slide): readonly number[][] => {
  const end = size + after;
  const windows: number[][] = [];
  let isCovered = false;
  for (let start = -before; ; start += stride) {
    const taps = Array.from({ length: kernel }, (_, k) => start + k * dilation);
    const last = taps.at(-1) as number;
    const isWithin = last < end;
    const mayOverhang = ceil_mode === true && !isCovered && start < size;
    if (!isWithin && !mayOverhang) return windows;
    windows.push(taps);
    isCovered = last >= end - 1;
  }
};

/** The coordinates at which the windows of a place, one for each dimension, have their taps of the given index. */
export const tap = (
  windows: readonly (readonly (readonly number[])[])[],
  place: readonly number[],
  index: readonly number[],
): number[] =>
  windows.map((axis, dimension) => axis[place[dimension] as number]?.[index[dimension] as number] as number);
