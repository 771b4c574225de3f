/** The version whose behaviour is stated, and the file that it is read from. */

export const version = '1.8.0';
export const source = `torchinfo ${version}, torchinfo/layer_info.py`;
