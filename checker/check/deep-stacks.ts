/** Stacks of errors that are deep enough to come to a project's own code. */

/** Calls in a stack: XState makes machines by functions that call each other for each state within a state. */
const mostFrames = 60;

let underWay = 0;
/** How many calls stacks told of before the first of what is under way began. */
let framesBefore = 0;

/** Has errors tell of that many calls until some work is done, and as many as before once all such work is. */
export async function withDeepStacks<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
  if (underWay === 0) framesBefore = Error.stackTraceLimit;
  underWay++;
  Error.stackTraceLimit = mostFrames;
  try {
    return await work();
  } finally {
    underWay--;
    if (underWay === 0) Error.stackTraceLimit = framesBefore;
  }
}
