import { errorTable, type ErrorCode } from './errors.ts'
import { errorExamples } from './examples.ts'
import { errorBodySchema } from './http-bodies.ts'
import type { JsonSchema, SchemaBook } from './schema-book.ts'

/** Which refusals a kind of request can meet; the statuses follow from the one table. */
const codesOf = {
  /** Before anything is known of the sender. */
  open: [
    'invalid_frame',
    'validation_failed',
    'frame_too_large',
    'rate_limited',
    'overloaded',
    'shutting_down',
    'storage_full',
    'internal',
  ],
  login: ['wrong_credentials', 'operator_blocked', 'logged_in_elsewhere', 'origin_not_allowed'],
  hello: ['identity_refused', 'origin_not_allowed', 'channel_not_found', 'client_banned', 'token_expired'],
  bot: ['not_authenticated', 'session_not_found', 'session_closed', 'stale_baton', 'key_reused'],
  signedIn: [
    'not_authenticated',
    'token_expired',
    'logged_out',
    'logged_in_elsewhere',
    'operator_blocked',
    'origin_not_allowed',
    'not_allowed',
  ],
  read: [
    'not_found',
    'session_not_found',
    'bot_not_found',
    'article_not_found',
    'chat_not_found',
    'client_not_found',
    'method_not_allowed',
  ],
  upload: ['attachment_too_large', 'attachment_refused'],
  download: ['attachment_not_found', 'link_expired'],
} as const satisfies Record<string, readonly ErrorCode[]>

/** Refusals that belong to a socket, to a read or to a file, and that no command over HTTP answers with. */
const notOfCommands: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'not_connected',
  'already_connected',
  'not_found',
  'wrong_credentials',
  'identity_refused',
  'attachment_too_large',
  'attachment_refused',
  'link_expired',
])

export type RequestKind = Exclude<keyof typeof codesOf, 'open'>

/** The responses of refusals of a request, keyed by status. */
export function errorResponses(kinds: readonly RequestKind[]): Record<string, JsonSchema> {
  return responsesOf(['open' as const, ...kinds].flatMap((kind): readonly ErrorCode[] => codesOf[kind]))
}

export function commandErrorResponses(): Record<string, JsonSchema> {
  return responsesOf(allCodes().filter((code) => !notOfCommands.has(code)))
}

/** The reusable responses: one for each status of the table, naming every code that has it. */
export function errorComponents(book: SchemaBook): Record<string, JsonSchema> {
  const schema = book.output(errorBodySchema, 'ErrorBody')
  const statuses = [...new Set(allCodes().map((code) => errorTable[code].http))].toSorted((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => {
      const codes = allCodes().filter((code) => errorTable[code].http === status)
      const lines = codes.map(
        (code) =>
          `- \`${code}\`${errorTable[code].temporary ? ' (temporary)' : ''}: ${errorTable[code].message}`,
      )
      const examples = Object.fromEntries(
        codes.map((code) => [code, { value: { error: errorExamples[code].error } }]),
      )
      return [
        componentName(status),
        { description: lines.join('\n'), content: { 'application/json': { schema, examples } } },
      ]
    }),
  )
}

function responsesOf(codes: readonly ErrorCode[]): Record<string, JsonSchema> {
  const statuses = [...new Set(codes.map((code) => errorTable[code].http))].toSorted((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => [String(status), { $ref: `#/components/responses/${componentName(status)}` }]),
  )
}

const componentName = (status: number): string => `Error${status}`

function allCodes(): readonly ErrorCode[] {
  return Object.keys(errorTable) as ErrorCode[]
}
