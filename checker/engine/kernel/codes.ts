/** Numbers that stand for something, read by both compilers: in the pool of blocks (`block-pool.ts`) and in turns. */

/** What the two lowest bits of a step say. */
export const plain = 0;
/** See `plain`. */
export const sending = 1;
/** See `plain`. */
export const logged = 2;
/** See `plain`. */
export const conditional = 3;
/** A bit of a conditional step: whether it is a fault. */
export const faulty = 4;
/** How far a step's next number is shifted. */
export const nextShift = 3;
/** How many numbers a block has before its first step. */
export const headerLength = 4;
/** What stands for the environment after a budget was used that is used up. */
export const usedUp = -2;

/** The lowest bits of an actor: the column at which the step happens; more columns count as this. */
export const actorColumns = 31;
/** A bit of an actor: whether partition or budgets decide if the step is allowed. */
export const readsEnvironment = 32;
/** A bit of an actor: whether the step uses a budget, or is a partition or a heal. */
export const writesEnvironment = 64;
/** A bit of an actor: whether monitors are told of the step. */
export const feedsMonitors = 128;

/** A bit of a summary: whether the station was compiled. */
export const isKnown = 1 << 30;
/** A bit of a summary: whether some unconditional step is no fault. */
export const isBusy = 1 << 29;
/** A bit of a summary: whether some step is not plain. */
export const isMixed = 1 << 28;
/** The bits of a summary that count the unconditional steps. */
export const unconditional = isMixed - 1;

/** What is done in a turn (see `assembly/turns.ts`): one number for each task of a crew. */
export const expanding = 0;
/** See `expanding`. */
export const hashing = 1;
/** See `expanding`. */
export const lookingUp = 2;
/** See `expanding`. */
export const appending = 3;
/** See `expanding`. */
export const spreading = 4;
/** See `expanding`. */
export const enrolling = 5;
/** See `expanding`. */
export const linking = 6;
/** See `expanding`. */
export const representing = 7;
/** More threads than this can't join a turn beside the one that leads. */
export const mostJoined = 127;
