/** The names by which the machines and their messages tell things apart: plain text. */

/** The name of a node, `n1` or `A`. */
export type NodeId = string;

/** The name of a key. */
export type Key = string;

/** The name that a client gives one of its requests; a put's name is also the value it writes. */
export type RequestId = string;
