/** Every number of the wire that a third party can run into, with its reason. Durations in milliseconds unless the name says otherwise. */

/** A frame is one message of a person, not a file: 64 KiB holds the longest body in any script with room for its envelope. [S10] */
export const FRAME_BYTES_MAX = 64 * 1024
/** [S1] Long enough for a phone on a bad network, short enough that silent sockets do not pile up. */
export const GREETING_MS_MAX = 10_000
/** [S7] Below the idle time-outs of common proxies (60 s) with room for two losses. */
export const HEARTBEAT_MS = 20_000
/** [S7] One heartbeat and three quarters: a connection is given up after a single loss and its delay. */
export const SILENCE_MS_MAX = 35_000
/** [G6] Commands of one connection that wait for an answer. */
export const IN_FLIGHT_MAX = 64
/** [G6] Bytes that may wait for a slow reader before it only keeps a position. */
export const OUTBOUND_BYTES_MAX = 1024 * 1024

/** In UTF-16 units; four times Telegram's, and below half a frame even where every unit takes three bytes. */
export const BODY_CHARS_MAX = 16_000
export const NAME_CHARS_MAX = 200
export const NOTE_CHARS_MAX = 4_000
export const REASON_CHARS_MAX = 500
export const URL_CHARS_MAX = 2_048
/** What the other side sees while somebody types; longer drafts are cut by the sender. */
export const TYPING_CHARS_MAX = 500
export const KEY_CHARS_MAX = 128
export const ID_CHARS_MAX = 64
export const TAGS_MAX = 50
export const TAG_CHARS_MAX = 64
export const ATTACHMENTS_MAX = 10
export const ACTIONS_MAX = 10
/** A list that an admin types by hand: groups, skills, languages of one operator, origins of one channel. */
export const LIST_MAX = 100
export const ATTRIBUTES_MAX = 50
/** 25 MB: what the big messengers let through. */
export const ATTACHMENT_BYTES_MAX = 25 * 1000 * 1000
/** A year: no deadline of a support desk is longer. */
export const TIMER_SECONDS_MAX = 365 * 24 * 3600
export const CAPACITY_MAX = 1_000
/** What one types after `/` from memory. */
export const CANNED_SHORTCUT_CHARS_MAX = 32
/** As long as a note: a reply is sent over and over, and all of them are held in memory. */
export const CANNED_BODY_CHARS_MAX = 4_000
/** What a whole company shares: beyond it nobody finds anything, and a cabinet loads them all. */
export const CANNED_SHARED_MAX = 1_000
/** What one operator keeps for themselves. */
export const CANNED_PERSONAL_MAX = 200
/** Browsers of one operator that are pushed to; one more than these makes the oldest give way. */
export const PUSH_SUBSCRIPTIONS_MAX = 10
/** Five minutes: whoever waits longer for a machine has gone. */
export const BOT_ANSWER_SECONDS_MAX = 300
/** A scenario of some hundred nodes; with its envelope it is to fit into one frame. */
export const BOT_SETTINGS_CHARS_MAX = 48_000
/** Bots of one workspace: all of them are in memory, published and draft. */
export const BOTS_MAX = 100
/** The former secret of a bot, after a new one was made: long enough to put the new one wherever the program runs. */
export const BOT_SECRET_OVERLAP_MS = 24 * 60 * 60 * 1000
/** Of what bots do: as much as one compares with; older numbers are forgotten. */
export const BOT_DAYS_MAX = 30
/** A client who has written nothing for so long while a bot has the session has given up, as far as anybody can tell. */
export const BOT_SILENT_MS = 60 * 60 * 1000
/** Versions of a bot that can be seen and taken back: a few weeks of work on it. Each is a few numbers in memory; what it was stands in the log alone. */
export const BOT_VERSIONS_MAX = 20
/** An article of some ten pages: with its envelope it fits into one frame even where every unit takes three bytes. Longer ones are several. */
export const ARTICLE_CHARS_MAX = 20_000
/** What one workspace's bots answer from, and nobody finds their way in more. */
export const ARTICLES_MAX = 500
/** All of them together, in UTF-16 units: they are in memory with an index some times their size, and are taken apart anew after each start. */
export const ARTICLES_CHARS_MAX = 1_000_000
/** A question that an admin tries a model with; a client's are seldom longer. */
export const TRIAL_CHARS_MAX = 2_000
/** What a bot says at one go: more is a bot that talks to itself. */
export const BOT_ANSWERS_MAX = 20
/** Ten thousand sessions with a bot are to cost no more than twenty megabytes beside themselves. In bytes of JSON. */
export const BOT_MEMORY_BYTES_MAX = 2_048
export const PAGE_ITEMS_MAX = 200
export const PAGE_ITEMS_DEFAULT = 50
/** How long a typing signal stands without being repeated. */
export const TYPING_EXPIRES_MS = 5_000
/** [S6] Keys of commands that are not messages. */
export const COMMAND_KEY_MS = 24 * 3600 * 1000
/** One long poll of the log. */
export const LONG_POLL_MS_MAX = 25_000
