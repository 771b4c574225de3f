/** The version whose behaviour is stated, and the file that it is read from. */

export const version = '1.5.1';
export const source = `torchsummary ${version}, torchsummary/torchsummary.py`;
