/** Bytes that wait for a socket before we stop pushing and keep a position: enough for a burst, far from [G6]'s megabyte. */
export const HIGH_WATER_BYTES = 256 * 1024
/** Bytes in the socket above which even answers are too much: whoever asks and does not read is closed, before the runtime cuts it off. */
export const TOO_SLOW_BYTES = 768 * 1024
/** A reader that takes nothing for so long is closed with 4008 [S8]; it resumes where it was. */
export const BEHIND_MS_MAX = 15_000
/** A peer that does not answer a good-bye is cut off after so long. */
export const CLOSING_MS_MAX = 5_000
/** How far back an operator may resume; before it a snapshot is smaller. */
export const RESUME_RECORDS_MAX = 100_000
/** Records read from the journal at once for somebody who comes back. */
export const REPLAY_PAGE = 1_000
/** Records out of memory that are looked through before others have their turn. */
export const CATCH_UP_RECORDS = 512
/** One part of a snapshot, about: big enough to compress, small enough to be painted while the next comes. */
export const SNAPSHOT_PART_BYTES = 128 * 1024
/** Typing is gathered for so long, so that a socket is written once for many. */
export const SIGNALS_MS = 50
/** Messages in a client's snapshot: one screen and a half. */
export const CLIENT_SNAPSHOT_MESSAGES = 30
