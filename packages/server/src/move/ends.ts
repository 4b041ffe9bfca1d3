import type { LogRecord, MaybePromise, WorkspaceStore } from '@pult/engine'
import type { WorkspaceId } from '@pult/protocol'

/** Where workspaces are kept: what a move reads or writes. */
export interface End {
  /** Of every workspace that is there, in the order of their names. */
  workspaces(): MaybePromise<readonly WorkspaceId[]>
  /** Reads while somebody else may be at work there. */
  watch(id: WorkspaceId): MaybePromise<Watched>
  /** Takes it from everybody else. A sentence: who has it. @throws StorageFault */
  hold(id: WorkspaceId): Promise<Held | string>
  /** A place of its own for what comes from `epoch`; one that is there already is held as it is. */
  begin(id: WorkspaceId, epoch: string): Promise<Held | string>
  secrets: Secrets
  close(): Promise<void>
}

/** What can be seen of a workspace without having it. */
export interface Watched {
  /** Undefined: nothing can be seen yet. */
  epoch(): MaybePromise<string | undefined>
  headSeq(): MaybePromise<number>
  /** Records after `afterSeq`, oldest first; none where there is nothing more to see for now. */
  read(afterSeq: number, limit: number): MaybePromise<readonly LogRecord[]>
}

/** A workspace that nobody else writes while we have it. */
export interface Held {
  readonly store: WorkspaceStore
  /** Gives it back. Without this it stays ours for a day: nobody begins to work on the half of a workspace. */
  release(): Promise<void>
}

/** What an installation has once, by name. */
export interface Secrets {
  read(name: string): MaybePromise<string | undefined>
  /** The first stays. Returns what is there afterwards. */
  keep(name: string, value: string): MaybePromise<string>
}

/** The server's own secret. */
export const SERVER_SECRET = 'server'

/** The keys by which push services know a workspace. */
export function pushKeysOf(id: WorkspaceId): string {
  return `push ${id}`
}
