// The bounds of everything that comes from outside.

/** The longest key, in UTF-8 bytes. */
export const MAX_KEY_BYTES = 1024;

/** The longest value, in bytes (256 KiB). */
export const MAX_VALUE_BYTES = 256 * 1024;

/** The longest client request id, in UTF-8 bytes. */
export const MAX_REQUEST_ID_BYTES = 128;

/** How many siblings a replica may hold before further puts without their context are refused. */
export const MAX_SIBLINGS = 64;

/** How many versions one frame or record may carry. */
export const MAX_VERSIONS = 4096;

/** How many entries a clock may have. */
export const MAX_CLOCK_ENTRIES = 1024;

/** What a node may be called: it is part of disk keys and clocks, so the alphabet is small. */
export const NODE_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

/** The longest node id, in bytes. */
export const MAX_NODE_ID_BYTES = 63;

/** Whether a text may be stored under: 1 to 1024 bytes of well-formed text. */
export function isKey(text: string): boolean {
  return isBoundedText(text, MAX_KEY_BYTES);
}

/** Whether a text may name a client request. */
export function isRequestId(text: string): boolean {
  return isBoundedText(text, MAX_REQUEST_ID_BYTES);
}

function isBoundedText(text: string, limit: number): boolean {
  return text.length > 0 && text.isWellFormed() && Buffer.byteLength(text) <= limit;
}
