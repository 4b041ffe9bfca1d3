import { z } from 'zod'

/**
 * The one table of refusals [C3]. `http`: the status over HTTP. `temporary`: the same command may succeed later by itself.
 * The message is the default in English; a refusal may say more precisely what to do next.
 */
export const errorTable = {
  invalid_frame: {
    http: 400,
    temporary: false,
    message: 'The frame is not a JSON object of the form { command, id, data }.',
  },
  validation_failed: { http: 422, temporary: false, message: 'A field has a wrong value.' },
  unknown_command: { http: 404, temporary: false, message: 'There is no such command.' },
  not_found: { http: 404, temporary: false, message: 'There is nothing at this address.' },
  method_not_allowed: { http: 405, temporary: false, message: 'This address does not take this method.' },
  frame_too_large: { http: 413, temporary: false, message: 'The frame is larger than 64 KiB.' },
  not_connected: { http: 409, temporary: false, message: 'The first command must be connect.' },
  already_connected: {
    http: 409,
    temporary: false,
    message: 'This connection is connected already; use follow.',
  },
  not_authenticated: { http: 401, temporary: false, message: 'Sign in first.' },
  wrong_credentials: { http: 401, temporary: false, message: 'The e-mail or the password is wrong.' },
  token_expired: { http: 401, temporary: false, message: 'The token has expired; sign in again.' },
  operator_blocked: { http: 403, temporary: false, message: 'This operator is blocked.' },
  logged_in_elsewhere: {
    http: 401,
    temporary: false,
    message: 'Somebody signed in as this operator elsewhere.',
  },
  logged_out: { http: 401, temporary: false, message: 'This login has ended.' },
  origin_not_allowed: { http: 403, temporary: false, message: 'This site is not allowed to connect.' },
  identity_refused: { http: 401, temporary: false, message: 'The identity is not signed by the channel.' },
  not_allowed: { http: 403, temporary: false, message: 'This is not yours to do.' },
  rate_limited: { http: 429, temporary: true, message: 'Too much at once; wait a moment.' },
  overloaded: { http: 503, temporary: true, message: 'The server is busy; try again soon.' },
  shutting_down: { http: 503, temporary: true, message: 'The server is stopping; connect again.' },
  storage_full: {
    http: 507,
    temporary: true,
    message: 'The disk is full: reading works, writing waits for room.',
  },
  internal: { http: 500, temporary: true, message: 'Something went wrong on our side.' },
  key_reused: { http: 409, temporary: false, message: 'This key was used for something else.' },
  stale: { http: 409, temporary: false, message: 'Somebody wrote after what you saw.' },
  stale_baton: { http: 409, temporary: false, message: 'The session is no longer with the bot.' },
  session_not_found: { http: 404, temporary: false, message: 'There is no such session.' },
  session_closed: { http: 409, temporary: false, message: 'The session is closed.' },
  session_held: { http: 409, temporary: false, message: 'Somebody else has this session.' },
  session_not_yours: { http: 403, temporary: false, message: 'This session is not with you.' },
  session_open: { http: 409, temporary: false, message: 'The session is still open.' },
  no_session: { http: 409, temporary: false, message: 'There is no open session.' },
  no_bot: { http: 409, temporary: false, message: 'The channel of this session has no bot.' },
  transfer_limit: {
    http: 409,
    temporary: false,
    message: 'The session was transferred too often; close it or take it back from Help.',
  },
  message_not_found: { http: 404, temporary: false, message: 'There is no such message.' },
  message_deleted: { http: 409, temporary: false, message: 'The message is deleted.' },
  message_not_yours: { http: 403, temporary: false, message: 'Only its author may change a message.' },
  client_not_found: { http: 404, temporary: false, message: 'There is no such client.' },
  client_banned: { http: 403, temporary: false, message: 'This client is banned.' },
  chat_not_found: { http: 404, temporary: false, message: 'There is no such chat.' },
  operator_not_found: { http: 404, temporary: false, message: 'There is no such operator.' },
  operator_unavailable: { http: 409, temporary: true, message: 'This operator cannot take the session now.' },
  group_not_found: { http: 404, temporary: false, message: 'There is no such group.' },
  channel_not_found: { http: 404, temporary: false, message: 'There is no such channel.' },
  bot_not_found: { http: 404, temporary: false, message: 'There is no such bot.' },
  bot_in_use: {
    http: 409,
    temporary: false,
    message: 'A channel has this bot; give the channel another one first.',
  },
  bot_not_published: {
    http: 409,
    temporary: false,
    message: 'This bot was never published; publish it before a channel has it.',
  },
  bot_changed: { http: 409, temporary: false, message: 'Somebody changed this bot after what you saw.' },
  bots_full: {
    http: 409,
    temporary: false,
    message: 'There are as many bots as there may be; delete one first.',
  },
  article_not_found: { http: 404, temporary: false, message: 'There is no such article.' },
  articles_full: {
    http: 409,
    temporary: false,
    message: 'There are as many articles as there may be; delete one first.',
  },
  articles_too_long: {
    http: 409,
    temporary: false,
    message: 'All articles together would be longer than they may be; shorten or delete some first.',
  },
  canned_reply_not_found: { http: 404, temporary: false, message: 'There is no such canned reply.' },
  shortcut_taken: { http: 409, temporary: false, message: 'A canned reply with this shortcut exists.' },
  canned_replies_full: {
    http: 409,
    temporary: false,
    message: 'There are as many canned replies as there may be; delete one first.',
  },
  push_endpoint_refused: {
    http: 422,
    temporary: false,
    message: 'This server sends pushes only to push services that it knows.',
  },
  email_taken: { http: 409, temporary: false, message: 'An operator with this e-mail exists.' },
  last_admin: { http: 409, temporary: false, message: 'This is the last admin; make another one first.' },
  attachment_not_found: { http: 404, temporary: false, message: 'There is no such attachment.' },
  attachment_too_large: { http: 413, temporary: false, message: 'The file is larger than 25 MB.' },
  attachment_refused: { http: 415, temporary: false, message: 'Files of this kind are not taken.' },
  link_expired: { http: 403, temporary: false, message: 'The link has expired or is not ours.' },
} as const satisfies Record<string, { http: number; temporary: boolean; message: string }>

export type ErrorCode = keyof typeof errorTable

export const errorSchema = z.object({
  code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  /** The dotted path of the field that is wrong: `data.body`, `data.operatorId`, `command`. */
  field: z.string().optional(),
  temporary: z.boolean(),
  retryMs: z.number().int().nonnegative().optional(),
  /** Only with `stale`: what was written after `seen`, oldest first. */
  missed: z.array(z.unknown()).optional(),
})
export type WireError = z.infer<typeof errorSchema>

/** A refusal in the shape of the wire. `more` adds the field, a retry delay or a more precise message. */
export function wireError(
  code: ErrorCode,
  more: Partial<Omit<WireError, 'code' | 'temporary'>> = {},
): WireError {
  return { code, message: errorTable[code].message, temporary: errorTable[code].temporary, ...more }
}

export function httpStatusOf(code: ErrorCode): number {
  return errorTable[code].http
}
