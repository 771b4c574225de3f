import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // What users import by the package's name is tested as it stands here.
  resolve: { alias: { 'countersign/vitest': fileURLToPath(new URL('src/vitest/index.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts', 'properties/**/*.test.ts', 'docs/examples/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
