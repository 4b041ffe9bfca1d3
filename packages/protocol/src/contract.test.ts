import { describe, expect, test } from 'bun:test'
import { z } from 'zod'
import type { ChatMessageCreated, ChatSession, ContractData } from './contract.types.ts'
import { contractEvents } from './events.ts'
import { operatorEventExamples } from './examples.ts'

/** What JSON can carry of a type: a field that is there is never undefined. */
type Wire<T> = T extends string | number | boolean | null
  ? T
  : T extends readonly (infer E)[]
    ? Wire<E>[]
    : T extends object
      ? { [K in keyof T]: Wire<Exclude<T[K], undefined>> }
      : T
type OurData = { [N in keyof typeof contractEvents]: Wire<z.infer<(typeof contractEvents)[N]>> }

/** `?` may be absent, `|null` may be null; computed from the contract, so that a label below that lies does not compile. */
type Label<T, K extends keyof T> = `${object extends Pick<T, K> ? '?' : ''}${null extends T[K] ? 'null' : ''}`
type Labels<T> = { readonly [K in keyof T]-?: Label<T, K> }

/** The fields of ours that the contract has too may be null exactly where the contract's may. */
type SameNulls<Ours, Theirs> = {
  [K in keyof Theirs]-?: K extends keyof Ours
    ? (null extends Ours[K] ? true : false) extends (null extends Theirs[K] ? true : false)
      ? never
      : K
    : K
}[keyof Theirs]

// The type-level half of [E1]: these lines do not compile when a schema leaves the contract.
const assignable = <N extends keyof ContractData>(ours: OurData[N]): ContractData[N] => ours
const sameNulls: {
  [N in keyof ContractData]: SameNulls<OurData[N], ContractData[N]> extends never ? true : false
} = {
  chatSessionStarted: true,
  operatorNotFound: true,
  chatSessionAdded: true,
  chatMessageCreated: true,
  chatMessageEdited: true,
  chatMessageRead: true,
  chatSessionDeleted: true,
  chatSessionSwitchedFromBotToOperator: true,
  sessionClosedByClient: true,
  operatorBlocked: true,
  chatUserExists: true,
  typing: true,
  operatorLoggedOut: true,
  clientOnline: true,
  clientOffline: true,
}

const card: Labels<ChatSession> = {
  id: '',
  chatId: '',
  clientId: 'null',
  name: '',
  markedAsSpam: '',
  operatorId: 'null',
  operatorType: '?',
  channel: '',
  botStatus: '?null',
  status: '',
  startedAt: '',
  clientOnlineAt: '?null',
  clientOfflineAt: '?null',
  lastMessageCreatedAt: 'null',
  lastMessage: '?null',
  clientExternalId: '?null',
  clientBanned: '?null',
  referer: '?',
  clientIp: '?null',
  coordinates: '?null',
  unreadClientMessageCount: '?null',
  unreadClientMessageExists: '?null',
  messengerType: '?null',
  whatsappPhone: '?null',
  timerFirstAnswer: '?',
  timerNextAnswers: '?',
  lastOperatorMessage: '?null',
  firstClientMessageAfterLastOperatorMessage: '?null',
  operatorAssignedAt: 'null',
  previousOperator: '?null',
}

const labels: { readonly [N in keyof ContractData]: Labels<ContractData[N]> } = {
  chatSessionStarted: card,
  operatorNotFound: { botStatus: '', chatId: '', operatorType: '', sessionId: '', status: '' },
  chatSessionAdded: card,
  chatMessageCreated: {
    id: '',
    sessionId: '',
    clientId: 'null',
    authorId: '',
    authorType: '',
    authorName: 'null',
    type: '',
    body: '',
    attachments: '',
    createdAt: '',
    updatedAt: '?null',
    readAt: '?null',
    deletedAt: '?null',
    actions: '?',
    replyTo: '?null',
    history: '?',
    replyToMessage: '?null',
  },
  chatMessageEdited: { body: '', messageId: '', attachments: '' },
  chatMessageRead: { messageId: '' },
  chatSessionDeleted: { sessionId: '' },
  chatSessionSwitchedFromBotToOperator: card,
  sessionClosedByClient: { sessionId: '', chatId: '', closedAt: '' },
  operatorBlocked: { operatorId: '', blockedAt: '', reason: 'null' },
  chatUserExists: { operatorId: '', loggedInAt: '', clientIp: 'null', device: 'null' },
  typing: { sessionId: '', chatId: '', authorId: '', authorType: '', text: '?', expiresInMs: '' },
  operatorLoggedOut: { operatorId: '', reason: '' },
  clientOnline: { clientId: '', chatId: '', sessionId: 'null', clientOnlineAt: '' },
  clientOffline: { clientId: '', chatId: '', sessionId: 'null', clientOfflineAt: '' },
}

type Quote = NonNullable<ChatMessageCreated['data']['replyTo']>
const quote: Labels<Quote> = { id: '', authorType: '', body: '', attachments: '', authorName: 'null' }
const coordinates: Labels<NonNullable<ChatSession['coordinates']>> = {
  city: '?null',
  latitude: '?null',
  zip_code: '?null',
  longitude: '?null',
  time_zone: '?null',
  region_name: '?null',
  country_code: '?null',
  country_name: '?null',
}
const previousOperator: Labels<NonNullable<ChatSession['previousOperator']>> = { id: '?null', name: '?null' }
const historyEntry: Labels<NonNullable<ChatMessageCreated['data']['history']>[number]> = { editedAt: '?null' }

/** The objects inside the data: where they stand, and their fields. */
const nested: Readonly<
  Partial<Record<keyof ContractData, Readonly<Record<string, Readonly<Record<string, string>>>>>>
> = {
  chatSessionStarted: { coordinates, previousOperator },
  chatSessionAdded: { coordinates, previousOperator },
  chatSessionSwitchedFromBotToOperator: { coordinates, previousOperator },
  chatMessageCreated: { replyTo: quote, replyToMessage: quote, history: historyEntry },
}

const names = Object.keys(labels) as (keyof ContractData)[]
const framesOf = (name: keyof ContractData): readonly { readonly [key: string]: unknown }[] =>
  operatorEventExamples[name]

describe('the fifteen events of the contract', () => {
  test('[E1] are fifteen, and the schemas have no other', () => {
    expect(names).toHaveLength(15)
    expect(Object.keys(contractEvents).toSorted()).toEqual(names.toSorted())
    expect(Object.keys(sameNulls).toSorted()).toEqual(names.toSorted())
    expect(assignable<'chatMessageRead'>).toBeFunction()
  })

  for (const name of names) {
    test(`[E1] ${name}: every field of the contract, absent only where it may be, null exactly where it may be`, () => {
      expectFields(contractEvents[name], labels[name])
      for (const [path, fields] of Object.entries(nested[name] ?? {})) {
        expectFields(inner(contractEvents[name].shape, path), fields)
      }
    })

    test(`[E2] ${name}: the corpus fills every field of the contract once and leaves null once where it may be`, () => {
      const datas = framesOf(name).map((frame) => frame['data'] as Record<string, unknown>)
      expect(gaps(datas, labels[name])).toEqual([])
      for (const [path, fields] of Object.entries(nested[name] ?? {})) {
        const objects = datas.flatMap((data) => data[path] ?? []) as Record<string, unknown>[]
        expect(gaps(objects, fields)).toEqual([])
      }
    })

    test(`[E3] ${name}: written with the key of the contract`, () => {
      for (const frame of framesOf(name)) {
        expect(frame['action']).toBe(name)
        expect(frame['event']).toBe(name === 'chatSessionStarted' ? name : undefined)
      }
    })
  }

  test('[E2] what JSON.parse gives for the corpus is assignable to the contract, field by field of each type', () => {
    const data: ContractData['chatMessageCreated'] = assignable<'chatMessageCreated'>(
      contractEvents.chatMessageCreated.parse(
        operatorEventExamples.chatMessageCreated[0]?.data,
      ) as OurData['chatMessageCreated'],
    )
    expect(data.body).toBe('Заказ уже у курьера 🚚, приедет сегодня до 18:00.')
  })
})

/** A field may be absent only where the contract lets it, and be null exactly where the contract lets it. */
function expectFields(schema: z.ZodObject, fields: Readonly<Record<string, string>>): void {
  const faults = Object.entries(fields).flatMap(([field, label]) => {
    const own = Object.hasOwn(schema.shape, field) ? (schema.shape[field] as z.ZodType) : undefined
    if (own === undefined) return [`${field} is missing`]
    const absent = own.safeParse(undefined).success
    const asNull = own.safeParse(null).success
    return [
      ...(absent && !label.startsWith('?') ? [`${field} may be absent`] : []),
      ...(asNull === label.endsWith('null') ? [] : [`${field} ${asNull ? 'may' : 'may not'} be null`]),
    ]
  })
  expect(faults).toEqual([])
}

/** The object schema at a field, through its list, its null and its absence. */
function inner(shape: Readonly<Record<string, z.ZodType>>, field: string): z.ZodObject {
  let schema = shape[field]
  while (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodArray) {
    schema = schema.unwrap() as z.ZodType
  }
  if (schema instanceof z.ZodObject) return schema
  throw new Error(`${field} is no object`)
}

function gaps(
  objects: readonly Readonly<Record<string, unknown>>[],
  fields: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(fields).flatMap(([field, label]) => [
    ...(objects.some((object) => object[field] !== undefined && object[field] !== null)
      ? []
      : [`${field} is never filled`]),
    ...(label.includes('null') && !objects.some((object) => object[field] === null)
      ? [`${field} is never null`]
      : []),
  ])
}
