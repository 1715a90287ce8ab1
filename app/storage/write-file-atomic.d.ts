// The part of write-file-atomic that atomic.ts uses; the package brings no types.
declare module 'write-file-atomic' {
  /** Writes beside `file`, syncs, then renames over it; calls for one file wait for each other. */
  export default function writeFileAtomic(
    file: string,
    data: string | Uint8Array,
    options?: { mode?: number; fsync?: boolean },
  ): Promise<void>;
}
