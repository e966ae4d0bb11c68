// Writing and reading the store's binary fields. One value has one encoding, and no other is read.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Collects fields into one byte string. */
export class ByteWriter {
  readonly #parts: Uint8Array[] = [];

  /** One byte, 0 to 255. */
  byte(value: number): void {
    this.#parts.push(Uint8Array.of(value));
  }

  /** A safe integer from 0 up: 7 bits a byte, least significant first, the last with bit 8 clear. */
  uint(value: number): void {
    const out: number[] = [];
    let rest = value;
    while (rest >= 0x80) {
      out.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    out.push(rest);
    this.#parts.push(Uint8Array.from(out));
  }

  /** A byte string behind its length. */
  bytes(value: Uint8Array): void {
    this.uint(value.length);
    this.#parts.push(value);
  }

  /** A well-formed text as UTF-8 behind its length in bytes. */
  text(value: string): void {
    this.bytes(encoder.encode(value));
  }

  /** Everything written so far. */
  finish(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts));
  }
}

/**
 * Takes fields off a byte string that anybody may have sent. It never throws: the first bad field
 * is remembered in `failure`, and from then on every read gives an empty value.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #failure: string | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** What was wrong with the first bad field, or null. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Notes a failure found by the caller, unless there is an earlier one. */
  fail(reason: string): void {
    this.#failure ??= `${reason} at byte ${this.#at}`;
  }

  /** One byte. */
  byte(): number {
    const value = this.#bytes[this.#at];
    if (this.#failure !== null || value === undefined) {
      this.fail('a byte is missing');
      return 0;
    }
    this.#at += 1;
    return value;
  }

  /** A safe integer; longer encodings of the same number are refused. */
  uint(): number {
    let value = 0;
    let weight = 1;
    for (let index = 0; index < 8; index += 1) {
      const byte = this.byte();
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) {
        if (byte === 0 && index > 0) this.fail('a number is padded');
        if (!Number.isSafeInteger(value)) this.fail('a number is too large');
        return this.#failure === null ? value : 0;
      }
      weight *= 0x80;
    }
    this.fail('a number is too long');
    return 0;
  }

  /** A number of items that follow, each of at least one byte, at most `limit`. */
  count(limit: number): number {
    const count = this.uint();
    if (count > limit) this.fail(`more than ${limit} items`);
    else if (count > this.#bytes.length - this.#at) this.fail('items are missing');
    return this.#failure === null ? count : 0;
  }

  /** A byte string of at most `limit` bytes; a copy. */
  bytes(limit: number): Uint8Array {
    const length = this.count(limit);
    const value = new Uint8Array(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return value;
  }

  /** A text of at most `limit` UTF-8 bytes. */
  text(limit: number): string {
    const bytes = this.bytes(limit);
    try {
      return decoder.decode(bytes);
    } catch {
      this.fail('a text is not UTF-8');
      return '';
    }
  }

  /** Demands that nothing is left. */
  end(): void {
    if (this.#at !== this.#bytes.length) this.fail('bytes are left over');
  }
}
