/** Bytes that wait in a socket before we stop pushing and keep a position: enough for a burst, far from [G6]'s megabyte. */
export const HIGH_WATER_BYTES = 256 * 1024
/** A reader that takes nothing for so long is closed with 4008 [S8]; it resumes where it was. */
export const BEHIND_MS_MAX = 15_000
/** How far back an operator may resume; before it a snapshot is smaller. */
export const RESUME_RECORDS_MAX = 100_000
/** Records read from the journal at once for somebody who comes back. */
export const REPLAY_PAGE = 1_000
/** One part of a snapshot, about: big enough to compress, small enough to be painted while the next comes. */
export const SNAPSHOT_PART_BYTES = 128 * 1024
/** Typing is gathered for so long, so that a socket is written once for many. */
export const SIGNALS_MS = 50
/** Frames that make no sense before the connection is closed with 4300 [S10]. */
export const STRIKES_MAX = 20
/** Messages in a client's snapshot: one screen and a half. */
export const CLIENT_SNAPSHOT_MESSAGES = 30
