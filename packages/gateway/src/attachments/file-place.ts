import type { AttachmentId } from '@pult/protocol'
import type { FilePart } from './attachment-id.ts'

/**
 * Where the parts of files lie: a folder of this machine, or a bucket that all nodes share. What a file is, who may have it and how it is
 * shown is none of its business. `file-place.suite.ts` says what each of them does.
 */
export interface FilePlace {
  /**
   * [EP25] Returns when the whole part is durable; nothing of a part that failed is ever read. The same again changes nothing.
   * @throws StorageFull, StorageAway, or in the disk's own words
   */
  write(id: AttachmentId, part: FilePart, bytes: Uint8Array): Promise<void>
  /** A small part as a whole, or null where there is none. @throws StorageAway, or in the disk's own words */
  read(id: AttachmentId, part: FilePart): Promise<Uint8Array | null>
  /** A part to be read in pieces, or null where there is none. @throws as {@link read} */
  open(id: AttachmentId, part: FilePart): Promise<OpenPart | null>
  /** Takes back what a failed upload has left, as far as it can; what is not there is gone already. Never throws. */
  remove(id: AttachmentId): Promise<void>
  /** Counts what came before `sinceMs`: ids tell their time, so that an upload that comes meanwhile is not counted twice. @throws as {@link read} */
  survey(sinceMs: number): Promise<Usage>
  /** Other nodes write to it too: what this one has counted grows old. */
  readonly isShared: boolean
}

export interface OpenPart {
  readonly size: number
  /**
   * From the first byte to the last one, both included and within the size; null when it has gone meanwhile. What comes as a stream is read as
   * fast as it is taken, and breaks off, so that nobody takes a half for the whole, when the rest cannot be had. @throws as {@link FilePlace.read}
   */
  read(
    first: number,
    last: number,
  ): Promise<Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null>
}

export interface Usage {
  readonly files: number
  readonly bytes: number
}
