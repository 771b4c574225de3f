/** The version whose behaviour is stated, and the files that it is read from. */

export const version = '0.1.1.post2209072238';
export const hooks = `thop ${version}, thop/vision/basic_hooks.py and calc_func.py`;
