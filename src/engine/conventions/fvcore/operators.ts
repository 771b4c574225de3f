/** Which operators fvcore has a rule for, and which it takes to cost nothing. Source: fvcore/nn/flop_count.py and jit_analysis.py. */

/** Operators with a rule, and the names under which it gives their figures. */
export const ruled: ReadonlyMap<string, string> = new Map([
  ['aten::_convolution', 'conv'],
  ...[
    ...['addmm', 'bmm', 'einsum', 'matmul', 'mm', 'linear', 'batch_norm', 'group_norm', 'layer_norm', 'instance_norm'],
    ...['upsample_nearest2d', 'upsample_bilinear2d', 'adaptive_avg_pool2d', 'grid_sampler'],
  ].map((name): [string, string] => [`aten::${name}`, name]),
]);

const silent: ReadonlySet<string> = new Set(
  [
    ...['Int', 'ScalarImplicit', '__and__', 'arange', 'bitwise_not', 'cat', 'chunk', 'clamp', 'clamp_', 'contiguous'],
    ...['constant_pad_nd', 'copy_', 'detach', 'dropout', 'empty', 'eq', 'expand', 'flatten', 'floor', 'floor_divide'],
    ...['full', 'full_like', 'gather', 'ge', 'gt', 'index', 'index_put_', 'masked_fill', 'max', 'narrow', 'new_empty'],
    ...['new_full', 'new_zeros', 'nonzero', 'ones', 'permute', 'relu', 'relu_', 'remainder', 'reshape', 'roll'],
    ...['select', 'size', 'slice', 'split', 'split_with_sizes', 'squeeze', 'stack', 't', 'to', 'transpose', 'type_as'],
    ...['unbind', 'unsqueeze', 'unsqueeze_', 'view', 'zeros', 'zeros_like'],
  ].map((name) => `aten::${name}`),
);

/** Whether it names an operator among those that it does not support. */
export const isUnsupported = (operator: string): boolean => !ruled.has(operator) && !silent.has(operator);
