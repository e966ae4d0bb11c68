/** The numbers that the command line answers. */

/** The exit codes. 11 to 13 are TLC's numbers; 64 to 75 those of sysexits. */
export const exitCodes = {
  asExpected: 0,
  deadlock: 11,
  safety: 12,
  liveness: 13,
  unmet: 20,
  vacuous: 21,
  inconclusive: 30,
  usage: 64,
  refusedTrace: 65,
  internal: 70,
  output: 74,
  brokenModel: 75,
  interrupted: 130,
} as const;
