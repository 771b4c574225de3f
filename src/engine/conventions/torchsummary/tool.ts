/** The version whose behaviour is stated, and the file that it is read from. */

export const version = '1.5.1';
/** Why it raises at a module that returns what has no size, as a tuple in a tuple. */
export const sizeless = 'It takes the size of what a module returns, which has none.';

export const source = `torchsummary ${version}, torchsummary/torchsummary.py`;
