/**
 * Every activation that computes each element by itself, as rows: what an element costs, by the equation on the page of
 * torch.nn. Where an equation chooses between two terms, both are computed, and the choice is a comparison.
 */

import { z } from 'zod';
import type { LayerDefinition } from '../layer.ts';
import { real } from '../options.ts';
import { activation } from './families/activation.ts';

const both = 'Both terms of its choice are counted for each element: an upper bound of a loop that computes one.';

/** What an equation does once for each element. */
const once = 'x_numel';
const [multiplications, additions, comparisons, divisions] = [once, once, once, once];
const [exponentials, logarithms, tanhs] = [once, once, once];

/** x -> 1 / (1 + exp(-x)). */
const sigmoid = { exponentials, additions, divisions };

const alpha = { alpha: real.default(1) };

export const activations: readonly LayerDefinition[] = [
  // max(0, x) + min(0, alpha * (exp(x / alpha) - 1))
  activation({
    names: ['CELU', 'celu'],
    options: alpha,
    inplace: 'both',
    signature: 'alpha=1.0, inplace=False',
    spellings: ['torch.celu', 'torch.celu_', 'torch.nn.functional.celu_'],
    valid: ({ alpha }) =>
      alpha === 0 ? { code: 'option', option: 'alpha', rule: 'it divides, so it cannot be 0', got: alpha } : undefined,
    formulas: {
      comparisons: '2 * x_numel',
      additions: '2 * x_numel',
      multiplications,
      divisions,
      exponentials,
    },
    draw: (draw) => ({ alpha: draw.oneOf([1, 0.5, -2]) }),
  }),
  // x, if x > 0, else alpha * (exp(x) - 1)
  activation({
    names: ['ELU', 'elu'],
    options: alpha,
    inplace: 'both',
    signature: 'alpha=1.0, inplace=False',
    spellings: ['torch.nn.functional.elu_'],
    depends: both,
    formulas: { comparisons, additions, multiplications, exponentials },
    draw: (draw) => ({ alpha: draw.oneOf([1, 0.5, -2]) }),
  }),
  // 0.5 * x * (1 + erf(x / sqrt(2))), or 0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x * x * x)))
  activation({
    names: ['GELU', 'gelu'],
    options: { approximate: z.enum(['none', 'tanh']).default('none') },
    signature: "*, approximate='none'",
    symbols: ({ approximate }) => ({ approximate: approximate === 'tanh' ? 1 : 0 }),
    formulas: {
      multiplications: '(2 + 4 * approximate) * x_numel',
      additions: '(1 + approximate) * x_numel',
      divisions: '(1 - approximate) * x_numel',
      error_functions: '(1 - approximate) * x_numel',
      tanhs: 'approximate * x_numel',
    },
    draw: (draw) => ({ approximate: draw.oneOf(['none', 'tanh']) }),
  }),
  // x, if |x| > lambd, else 0
  activation({
    names: ['Hardshrink', 'hardshrink'],
    options: { lambd: real.default(0.5) },
    signature: 'lambd=0.5',
    spellings: ['torch.hardshrink', 'torch.Tensor.hardshrink'],
    formulas: { comparisons: '2 * x_numel' },
    draw: (draw) => ({ lambd: draw.oneOf([0.5, 0.25, -1]) }),
  }),
  // min(max(x / 6 + 1 / 2, 0), 1)
  activation({
    names: ['Hardsigmoid', 'hardsigmoid'],
    inplace: 'both',
    signature: 'inplace=False',
    formulas: { comparisons: '2 * x_numel', additions, divisions },
  }),
  // x * min(max(x + 3, 0), 6) / 6. Source also: arXiv:1905.02244, section 5.2
  activation({
    names: ['Hardswish', 'hardswish'],
    inplace: 'both',
    signature: 'inplace=False',
    formulas: { comparisons: '2 * x_numel', additions, multiplications, divisions },
  }),
  // min(max(x, min_val), max_val)
  activation({
    names: ['Hardtanh', 'hardtanh'],
    options: { min_val: real.default(-1), max_val: real.default(1) },
    ofModule: { min_value: real.nullable().default(null), max_value: real.nullable().default(null) },
    inplace: 'both',
    signature: 'min_val=-1.0, max_val=1.0, inplace=False',
    spellings: ['torch.nn.functional.hardtanh_'],
    valid: ({ min_val, max_val, ...old }) => {
      // The module has old names for the two, which come first; it wants a range, the function is content with a point.
      const { min_value, max_value } = old as {
        readonly min_value?: number | null;
        readonly max_value?: number | null;
      };
      const [least, most] = [min_value ?? min_val, max_value ?? max_val];
      const option = typeof min_value === 'number' ? 'min_value' : 'min_val';
      if (least < most || (least === most && min_value === undefined)) return undefined;
      return { code: 'option', option, rule: `it must be less than max_val, ${most}`, got: least };
    },
    takes: 'number',
    formulas: { comparisons: '2 * x_numel' },
    draw: (draw) => ({ min_val: draw.oneOf([-1, -0.5]), max_val: draw.oneOf([1, 0.5]) }),
  }),
  // x, if x >= 0, else negative_slope * x
  activation({
    names: ['LeakyReLU', 'leaky_relu'],
    options: { negative_slope: real.default(0.01) },
    inplace: 'both',
    signature: 'negative_slope=0.01, inplace=False',
    spellings: ['torch.nn.functional.leaky_relu_'],
    depends: both,
    formulas: { comparisons, multiplications },
    draw: (draw) => ({ negative_slope: draw.oneOf([0.01, 0.2, -1]) }),
  }),
  // log(1 / (1 + exp(-x)))
  activation({ names: ['LogSigmoid', 'logsigmoid'], rowByRow: true, formulas: { ...sigmoid, logarithms } }),
  // x * tanh(log(1 + exp(x)))
  activation({
    names: ['Mish', 'mish'],
    inplace: 'both',
    signature: 'inplace=False',
    formulas: { exponentials, additions, logarithms, tanhs, multiplications },
  }),
  // In evaluation mode: x, if x >= 0, else (lower + upper) / 2 * x
  activation({
    names: ['RReLU', 'rrelu'],
    rowByRow: true,
    options: { lower: real.default(1 / 8), upper: real.default(1 / 3) },
    ofFunction: { training: z.literal(false).default(false) },
    inplace: 'both',
    signature: 'lower=0.125, upper=0.3333333333333333, training=False, inplace=False',
    spellings: ['torch.rrelu', 'torch.rrelu_', 'torch.nn.functional.rrelu_'],
    valid: ({ lower, upper }) =>
      lower > upper
        ? { code: 'option', option: 'lower', rule: `it must not be larger than upper = ${upper}`, got: lower }
        : undefined,
    depends: both,
    formulas: { comparisons, multiplications },
    draw: (draw) => ({ lower: draw.oneOf([0.125, -0.5]), upper: draw.oneOf([0.5, 0.25]) }),
  }),
  // min(max(0, x), 6)
  activation({
    names: ['ReLU6', 'relu6'],
    inplace: 'both',
    signature: 'inplace=False',
    takes: 'number',
    formulas: { comparisons: '2 * x_numel' },
  }),
  // scale * (max(0, x) + min(0, alpha * (exp(x) - 1)))
  activation({
    names: ['SELU', 'selu'],
    inplace: 'both',
    signature: 'inplace=False',
    spellings: ['torch.selu', 'torch.selu_', 'torch.nn.functional.selu_'],
    formulas: {
      comparisons: '2 * x_numel',
      additions: '2 * x_numel',
      multiplications: '2 * x_numel',
      exponentials,
    },
  }),
  // x / (1 + exp(-x)) as x * sigmoid(x)
  activation({
    names: ['SiLU', 'silu'],
    inplace: 'both',
    signature: 'inplace=False',
    formulas: { ...sigmoid, multiplications },
  }),
  activation({
    names: ['Sigmoid', 'sigmoid'],
    spellings: ['torch.sigmoid', 'torch.Tensor.sigmoid', 'torch.sigmoid_', 'torch.Tensor.sigmoid_'],
    takes: 'any',
    floats: true,
    formulas: sigmoid,
  }),
  // x, if beta * x > threshold, else log(1 + exp(beta * x)) * (1 / beta)
  activation({
    names: ['Softplus', 'softplus'],
    options: { beta: real.default(1), threshold: real.default(20) },
    signature: 'beta=1, threshold=20',
    depends: both,
    formulas: { comparisons, multiplications: '2 * x_numel', additions, exponentials, logarithms },
    draw: (draw) => ({ beta: draw.oneOf([1, 0.5, -2]), threshold: draw.oneOf([20, 0.25]) }),
  }),
  // x - min(max(x, -lambd), lambd)
  activation({
    names: ['Softshrink', 'softshrink'],
    options: { lambd: real.min(0).default(0.5) },
    signature: 'lambd=0.5',
    formulas: { comparisons: '2 * x_numel', additions },
    draw: (draw) => ({ lambd: draw.oneOf([0.5, 0.25, 0]) }),
  }),
  // x / (1 + |x|)
  activation({
    names: ['Softsign', 'softsign'],
    takes: 'number',
    floats: true,
    formulas: { comparisons, additions, divisions },
  }),
  activation({
    names: ['Tanh', 'tanh'],
    spellings: ['torch.tanh', 'torch.Tensor.tanh', 'torch.tanh_', 'torch.Tensor.tanh_'],
    takes: 'any',
    floats: true,
    formulas: { tanhs },
  }),
  // x - tanh(x)
  activation({
    names: ['Tanhshrink', 'tanhshrink'],
    takes: 'number',
    floats: true,
    formulas: { tanhs, additions },
  }),
  // x, if x > threshold, else value
  activation({
    names: ['Threshold', 'threshold'],
    options: { threshold: real, value: real },
    inplace: 'both',
    signature: 'threshold, value, inplace=False',
    spellings: ['torch.threshold', 'torch.threshold_', 'torch.nn.functional.threshold_'],
    takes: 'number',
    overlaps: true,
    formulas: { comparisons },
    draw: (draw) => ({ threshold: draw.oneOf([0, 0.25]), value: draw.oneOf([0, -2]) }),
  }),
].flat();
