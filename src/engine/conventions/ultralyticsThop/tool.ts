/** The version whose behaviour is stated, and the files that it is read from. */

export const version = '2.2.3';
export const hooks = `ultralytics-thop ${version}, thop/vision/basic_hooks.py and calc_func.py`;
export const rnn = `ultralytics-thop ${version}, thop/rnn_hooks.py`;
export const source = `ultralytics-thop ${version}, thop/profile.py`;
