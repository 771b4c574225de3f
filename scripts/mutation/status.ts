/** Whether a mutant of such a status was not found. */
export const isMissed = (status: string): boolean => status === 'Survived' || status === 'NoCoverage';
