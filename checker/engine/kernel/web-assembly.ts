/** What of WebAssembly is used, typed; Node's own types leave it to those of browsers. */

/** A memory that threads can share. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  /**
   * Makes it larger by so many pages of 64 KiB; answers how many it had.
   * @throws RangeError where no more memory can be had.
   */
  readonly grow: (pages: number) => number;
}

/** A compiled module. */
export type CompiledModule = object;

interface Interface {
  readonly Memory: new (descriptor: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => SharedMemory;
  readonly Module: new (bytes: Uint8Array) => CompiledModule;
  readonly Instance: new (
    module: CompiledModule,
    imports: { readonly env: { readonly memory: SharedMemory } },
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** Node's WebAssembly: every version that is supported has it. */
export const webAssembly: Interface = (globalThis as unknown as { readonly WebAssembly: Interface })
  .WebAssembly;
