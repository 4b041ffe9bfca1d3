/** Every number of a flow that its author can run into, with its reason. */
import { BOT_ANSWERS_MAX, BOT_MEMORY_BYTES_MAX, BOT_SETTINGS_CHARS_MAX } from '@pult/protocol'

/** As JSON: a bot's settings, with room for what stands beside the flow. */
export const FLOW_CHARS_MAX = BOT_SETTINGS_CHARS_MAX - 2_000

/** What one person can still find their way in; the editor draws them all at once. */
export const NODES_MAX = 500
/** A name that fits an arrow's label and a line of a pull request; four buttons' worth of them fit in a session's memory. */
export const ID_CHARS_MAX = 40
/** Half of it is a screen of a phone; a longer answer is an article, and wants a link. */
export const TEXT_CHARS_MAX = 4_000
export const NOTE_CHARS_MAX = 2_000
/** What a button of the narrowest messenger shows. */
export const LABEL_CHARS_MAX = 80
/** As many as the wire takes (`ACTIONS_MAX`). */
export const BUTTONS_MAX = 10
/** Nodes passed in one answer: nobody reads fifty lines at once, so what wants more has lost its way. */
export const STEPS_MAX = 50
/** Messages in one answer: what a reply holds, with room for how it ends. */
export const SAYS_MAX = BOT_ANSWERS_MAX - 1
/** HTTP calls in one answer: with their time limits they must fit into the bot's own. */
export const CALLS_MAX = 5
/** Seconds. A client who waits longer is gone. */
export const CALL_SECONDS_MAX = 10
export const CALL_SECONDS_DEFAULT = 3
/** More than a form that anybody fills in by chat. */
export const VARIABLES_MAX = 50
/** A value is a name, a number, a sentence; a story stays in the chat, where people read it. */
export const VALUE_CHARS_MAX = 500
/** What a session may carry for its bot, as JSON in UTF-8. */
export const MEMORY_BYTES_MAX = BOT_MEMORY_BYTES_MAX
/** Menus whose old buttons still work when a client scrolls back: their names must fit in the memory. */
export const OFFERED_MAX = 4
/** Wrong answers before the flow goes on: after ten it is not the client who is wrong. */
export const TRIES_MAX = 10
/** Cases of one branch. */
export const CASES_MAX = 50
/** How deep conditions and bodies of calls may be nested. Deeper ones are read by nobody, and cost a stack. */
export const DEPTH_MAX = 16
/** Items of one list within a condition, of one node's settings, or of a hand-over's fields. */
export const LIST_MAX = 50
/** A company's questions; a thousand wordings are matched in well under a millisecond. */
export const ENTRIES_MAX = 300
export const WORDINGS_MAX = 20
export const HOLIDAYS_MAX = 100
/** Of a client's message that are matched against the questions: what one asks stands at the front. */
export const ASKED_WORDS_MAX = 40
