/** The one error for a command line that asks for what there isn't. */

/** A mistake in the command line or a missing configuration. The command line answers 64. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
