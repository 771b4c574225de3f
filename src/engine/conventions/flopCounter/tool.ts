/** The version whose behaviour is stated, and the file that it is read from. */

export const version = '2.15.0';
export const source = `torch ${version}, torch/utils/flop_counter.py`;
