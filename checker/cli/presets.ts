/** What options are where they are not given, apart from the commands, which take longer to load. */

/** Those of `audit`. */
export const auditPresets = { maxStates: 200_000, naiveStates: 2000 } as const;

/** Those of `simulate`. */
export const simulatePresets = {
  walks: 10_000,
  depth: 1000,
  faultWeight: 1,
  changes: 2,
} as const;

/** The formats of `show`, the first of them where none is given. */
export const showFormats = ['text', 'mermaid'] as const;
