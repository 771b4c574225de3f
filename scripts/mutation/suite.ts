/** Everything that a mutant is held to, in one bundle: what witnesses said of each kind, and the engine's own tests. */

import fc from 'fast-check';
import '../../test/engine/again.test.ts';
import '../../test/engine/alexnet.test.ts';
import '../../test/engine/arguments.test.ts';
import '../../test/engine/contraction.test.ts';
import '../../test/engine/counts.test.ts';
import '../../test/engine/definition.test.ts';
import '../../test/engine/errors.test.ts';
import '../../test/engine/exact.test.ts';
import '../../test/engine/fast.test.ts';
import '../../test/engine/figures.test.ts';
import '../../test/engine/formula.test.ts';
import '../../test/engine/learnt.test.ts';
import '../../test/engine/oneNumber.test.ts';
import '../../test/engine/ownTensors.test.ts';
import '../../test/engine/peak.test.ts';
import '../../test/engine/refusals.test.ts';
import '../../test/engine/rules.test.ts';
import '../../test/engine/strides.test.ts';
import '../../test/engine/structure.test.ts';
import '../../test/engine/types.test.ts';
import '../../test/engine/views.test.ts';

export { forget } from '../../src/engine/remembered.ts';
export { check, checkCalling, checkDefaults } from './check.ts';
export { tests } from './vitest.ts';

fc.configureGlobal({ seed: 20260101, endOnFailure: true });
