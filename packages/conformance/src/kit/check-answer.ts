import {
  attachmentReplySchema,
  botAnswersReplySchema,
  botTrialSchema,
  commandBodyOf,
  errorBodySchema,
  helloReplySchema,
  helpGivenSchema,
  httpStatusOf,
  loginReplySchema,
  meReplySchema,
  reads,
  type ErrorBody,
} from '@pult/protocol'
import { z } from 'zod'
import { errorFault, eventFault, replySchema, type Frame } from './check-frame.ts'
import { inexactness } from './exact.ts'
import type { Flavour } from './flavour.ts'
import type { Answer } from './http.ts'

const API = '/api/v1'

/** Whatever the command; its own data is looked at apart. */
const commandBodySchema = commandBodyOf(z.unknown()).extend({ action: z.literal('reply') })

const doors: Readonly<Record<string, z.ZodType>> = {
  'POST /login': loginReplySchema,
  'POST /logout': z.strictObject({}),
  'GET /me': meReplySchema,
  'POST /client/hello': helloReplySchema,
  'POST /attachments': attachmentReplySchema,
  'POST /bot/answers': botAnswersReplySchema,
  'POST /bot/trials': botTrialSchema,
}
const helpDoor = /^POST \/sessions\/[^/]+\/help$/

/** Longest first would not matter: a path has one pattern. An attachment is bytes, and the log is looked at event by event. */
const readPatterns = Object.entries(reads)
  .filter(([name]) => name !== 'GET /attachments/{id}')
  .map(([name, { reply }]) => ({ pattern: new RegExp(`^${name.replace('{id}', '[^/]+')}$`), reply }))

/** What an answer under `/api/v1` has wrong, as a sentence; undefined where it is as the protocol says, or the protocol is silent. */
export function answerFault(
  flavour: Flavour,
  method: string,
  path: string,
  answer: Answer,
): string | undefined {
  const [address = ''] = path.split('?')
  if (!address.startsWith(`${API}/`)) return undefined
  const { status, body } = answer
  if (status >= 400) return refusalFault(status, body)
  const name = `${method} ${address.slice(API.length)}`
  const command = /^POST \/commands\/(\w+)$/.exec(name)?.[1]
  if (command !== undefined) {
    return (
      inexactness(commandBodySchema, body, 'body') ??
      inexactness(replySchema(flavour, command), (body as { data: unknown }).data, 'body.data')
    )
  }
  const door = helpDoor.test(name) ? helpGivenSchema : doors[name]
  const schema = door ?? readPatterns.find(({ pattern }) => pattern.test(name))?.reply
  if (schema === undefined) return undefined
  return (
    inexactness(schema, body, 'body') ?? (name === 'GET /events' ? eventsFault(flavour, body) : undefined)
  )
}

/** [C3] Every refusal has the one form, and the status of its code. */
function refusalFault(status: number, body: unknown): string | undefined {
  const inexact = inexactness(errorBodySchema, body, 'body')
  if (inexact !== undefined) return inexact
  const { error } = body as ErrorBody
  if (httpStatusOf(error.code) !== status) return `${error.code} has the status ${httpStatusOf(error.code)}`
  return errorFault(error)
}

/** Whom or what a command names by an id, its positive reply names by the same one: a reply is about what was asked. */
export function echoFault(asked: unknown, replied: unknown): string | undefined {
  if (!isRecord(asked) || !isRecord(replied)) return undefined
  const name = Object.keys(replied).find(
    (key) => key.endsWith('Id') && Object.hasOwn(asked, key) && asked[key] !== replied[key],
  )
  return name === undefined ? undefined : `${name} of the reply is not the ${name} that the command named`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function eventsFault(flavour: Flavour, body: unknown): string | undefined {
  const { items } = body as { items: readonly Frame[] }
  for (const item of items) {
    const fault = eventFault(flavour, item.action, item)
    if (fault !== undefined) return `${item.action}: ${fault}`
  }
  return undefined
}
