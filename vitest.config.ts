import { defineConfig } from 'vitest/config';

const here = import.meta.dirname.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Sources load natively (Node strips the types in place), so that coverage offsets are exact. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    // How long a test takes says nothing on a machine with other work; only one that hangs is given up.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    server: { deps: { external: [new RegExp(`^(file://)?${here}/(spec|checker|impl|traces)/`)] } },
    reporters: process.env['CI'] ? ['default', 'junit'] : ['default'],
    outputFile: { junit: 'reports/junit.xml' },
  },
});
