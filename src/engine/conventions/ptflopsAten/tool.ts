/** The file that the behaviour is read from. */

import { version } from '../ptflops/tool.ts';

export const source = `ptflops ${version}, ptflops/aten_ops.py`;
