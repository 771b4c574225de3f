/** Names that are alike, for hints. */

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, changed);
    }
    row = next;
  }
  return row[b.length] as number;
};

/** Up to three known names that are most like the given one, for a hint; none where nothing is alike. */
export const nearest = (name: string, known: Iterable<string>): string[] => {
  const wanted = name.slice(0, 80).toLowerCase();
  return [...known]
    .map((candidate) => ({ candidate, far: distance(wanted, candidate.slice(0, 80).toLowerCase()) }))
    .filter(({ candidate, far }) => far <= Math.max(2, Math.floor(Math.min(wanted.length, candidate.length) / 3)))
    .sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
};
