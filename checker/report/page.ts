/** The page that reports are written for. */

/** How wide reports are, in columns. */
export const reportWidth = 100;
