/** The version whose behaviour is stated, and the files that it is read from. */

export const version = '0.1.5.post20221221';
export const source = `fvcore ${version}, fvcore/nn/jit_handles.py`;
export const analysis = `fvcore ${version}, fvcore/nn/jit_analysis.py`;

/** For what it has no rule, so that it lists the operator as unsupported and counts nothing. */
export const unsupported = (what: string) => ({
  because: `It has no rule for ${what}: it counts nothing and lists the operator as unsupported.`,
  source: `fvcore ${version}, fvcore/nn/flop_count.py`,
});
