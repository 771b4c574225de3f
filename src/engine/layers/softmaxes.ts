/** Softmax, its negative and its logarithm, as modules and as functions. */

import { softmax, softmaxFormulas } from './families/softmax.ts';

const [Softmax, softmaxFunction] = softmax(
  'Softmax',
  'softmax',
  ['torch.softmax', 'torch.Tensor.softmax'],
  softmaxFormulas,
);

// Of exp(-x): a changed sign is not counted.
const [Softmin, softmin] = softmax('Softmin', 'softmin', [], softmaxFormulas, true);

// log(exp(x) / sum(exp(x)))
const [LogSoftmax, logSoftmax] = softmax(
  'LogSoftmax',
  'log_softmax',
  ['torch.log_softmax', 'torch.Tensor.log_softmax'],
  { ...softmaxFormulas, logarithms: 'x_numel' },
);

export const softmaxes = [LogSoftmax, Softmax, Softmin, logSoftmax, softmaxFunction, softmin];
