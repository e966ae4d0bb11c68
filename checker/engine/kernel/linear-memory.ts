/**
 * The memory that the kernel works on, shared by all threads. Its near part is handed out piece by
 * piece, and is what JavaScript reads and writes too; its far part is the visited set, which only the
 * kernel touches. Pages cost nothing until something is written to them.
 */

import { control, controlLength, firstOfThreads } from './fields.ts';
import type { Kernel } from './kernel.ts';
import { kernelOn } from './kernel.ts';
import type { SharedMemory } from './web-assembly.ts';
import { webAssembly } from './web-assembly.ts';

const pageBytes = 1 << 16;
const nearBytes = 1 << 30;
const mostPages = 1 << 16;
const mostFarBytes = mostPages * pageBytes - nearBytes;
/** Pieces begin at multiples of this: rows may be copied a little beyond their end. */
const grain = 64;
const firstFree = control + controlLength * 4;
/** A memory of which more was used is not kept for another search. */
const mostKept = 1 << 28;

/** One linear memory and who has which piece of it. */
export class LinearMemory {
  readonly memory: SharedMemory;
  readonly kernel: Kernel;
  /** The near part; an address is a number of bytes, so `ints[address / 4]`. */
  readonly ints: Int32Array;
  readonly bytes: Uint8Array;
  /** Where the far part begins. */
  readonly far = nearBytes;
  #end = firstFree;
  /** What lies before this stays reserved. */
  #floor = firstFree;
  /** Beyond this nothing was written yet. */
  #written = 0;
  /** The regions of the far part, and how many bytes of each were made room for. */
  #regions = 1;
  #reached = 0;
  /** The most bytes of all regions together that there ever was room for: to clear them frees nothing. */
  #mostFar = 0;
  readonly #released = new Map<number, number[]>();

  /**
   * A new memory, none of which was handed out.
   * @throws RangeError where the address space isn't to be had.
   */
  constructor() {
    const description = {
      initial: nearBytes / pageBytes,
      maximum: mostPages,
      shared: true,
    } as const;
    this.memory = new webAssembly.Memory(description);
    this.kernel = kernelOn(this.memory);
    this.ints = new Int32Array(this.memory.buffer, 0, nearBytes / 4);
    this.bytes = new Uint8Array(this.memory.buffer, 0, nearBytes);
  }

  /**
   * The address of a piece of so many bytes, all zero.
   * @throws RangeError where there is no more.
   */
  reserve(length: number): number {
    const address = this.reserveRaw(length);
    const end = Math.min(address + sizeFor(length), this.#written);
    if (address < end) this.bytes.fill(0, address, end);
    return address;
  }

  /** The same, but what stands in it is left as it is. */
  reserveRaw(length: number): number {
    const size = sizeFor(length);
    const known = this.#released.get(size)?.pop();
    if (known !== undefined) return known;
    const address = Math.ceil(this.#end / grain) * grain;
    if (address + size > nearBytes) return this.#reserveBetween(size);
    this.#end = address + size;
    return address;
  }

  /** Where the end is reached, what is free lies between pieces, and in the place of several smaller ones. */
  #reserveBetween(size: number): number {
    const pieces = [...this.#released].flatMap(([length, addresses]) =>
      addresses.map((address) => ({ address, length })),
    );
    const free = joined([...pieces, { address: this.#end, length: nearBytes - this.#end }]);
    const found = free.find(({ length }) => length >= size);
    if (found === undefined) throw new RangeError('Array buffer allocation failed');
    this.#end = nearBytes;
    this.#released.clear();
    for (const piece of free) {
      const taken = piece === found ? size : 0;
      if (piece.length > taken) this.#keep(piece.address + taken, piece.length - taken);
    }
    return found.address;
  }

  /** Gives a piece back that was reserved with this length. */
  release(address: number, length: number): void {
    if (length === 0) return;
    const size = sizeFor(length);
    this.#written = Math.max(this.#written, address + size);
    this.#keep(address, size);
  }

  #keep(address: number, size: number): void {
    const released = this.#released.get(size);
    if (released === undefined) this.#released.set(size, [address]);
    else released.push(address);
  }

  /** A piece of another length with the same beginning; the old one is given back. */
  resized(address: number, length: number, wanted: number): number {
    const moved = this.reserve(wanted);
    this.bytes.copyWithin(moved, address, address + Math.min(length, wanted));
    this.release(address, length);
    return moved;
  }

  /** Keeps what is reserved so far when the memory is given back, and what of the control block is the threads'. */
  keepReserved(): void {
    this.#floor = this.#end;
  }

  /** Sets a field of the control block. */
  set(field: number, value: number): void {
    this.ints[control / 4 + field] = value;
  }

  /** A field of the control block. */
  get(field: number): number {
    return this.ints[control / 4 + field] ?? 0;
  }

  /** Divides the far part into regions of equal length; answers how long each may become, in bytes. */
  divideFar(regions: number): number {
    this.#regions = regions;
    return Math.floor(mostFarBytes / regions / pageBytes) * pageBytes;
  }

  /**
   * Makes room for so many bytes in each region of the far part; all are zero that weren't there before.
   * @throws RangeError where no more memory can be had.
   */
  reach(regionBytes: number): void {
    const length = this.divideFar(this.#regions);
    if (regionBytes > length) throw new RangeError('Array buffer allocation failed');
    const end = nearBytes + (this.#regions - 1) * length + regionBytes;
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    this.#reached = Math.max(this.#reached, regionBytes);
    this.#mostFar = Math.max(this.#mostFar, this.#regions * regionBytes);
  }

  /** Whether so little of it was ever used that another search may have it. */
  get isWorthKeeping(): boolean {
    const near = Math.max(this.#written, this.#end);
    return near <= mostKept && this.#mostFar <= mostKept;
  }

  /** Forgets who has what: it is as good as new, but for what was kept reserved. */
  reset(): void {
    this.#written = Math.max(this.#written, this.#end);
    this.#end = this.#floor;
    this.#released.clear();
    this.bytes.fill(0, control, control + firstOfThreads * 4);
    this.clearFar();
  }

  /** Writes zeros to all regions of the far part, as far as they were reached. */
  clearFar(): void {
    const length = this.divideFar(this.#regions);
    for (let region = 0; region < this.#regions && this.#reached > 0; region++) {
      this.kernel.clear(nearBytes + region * length, this.#reached);
    }
    this.#reached = 0;
  }
}

function sizeFor(length: number): number {
  return Math.ceil((length + grain) / grain) * grain;
}

interface Piece {
  readonly address: number;
  readonly length: number;
}

/** The same bytes in as few pieces as possible, by address. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const all: { address: number; length: number }[] = [];
  for (const piece of pieces.toSorted((one, other) => one.address - other.address)) {
    const last = all.at(-1);
    if (last !== undefined && last.address + last.length === piece.address) {
      last.length += piece.length;
    } else all.push({ ...piece });
  }
  return all;
}

const idle: LinearMemory[] = [];

/** A memory for one search. To make one takes as long as a small search: they are used again. */
export function borrowMemory(): LinearMemory {
  return idle.pop() ?? new LinearMemory();
}

/** Gives a memory back, which must not be used any more. */
export function returnMemory(memory: LinearMemory): void {
  if (!memory.isWorthKeeping || idle.length === 4) return;
  memory.reset();
  idle.push(memory);
}
