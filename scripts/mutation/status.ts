/** Whether a mutant of such a status was not found. */
export const isMissed = (status: string): boolean => status === 'Survived' || status === 'NoCoverage';

/** That of a mutant which the compiler refuses, as StrykerJS calls it. */
export const refused = 'CompileError';
