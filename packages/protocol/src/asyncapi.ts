import {
  commandMessages,
  eventMessages,
  replyMessages,
  stationMessages,
  type Flavour,
} from './asyncapi-messages.ts'
import { botEvents, botStreamCommands } from './bot-stream.ts'
import { closeBand, closeCodes, type CloseName } from './close-codes.ts'
import { clientCommands, operatorCommands, streamCommands } from './commands.ts'
import {
  botCommandDescriptions,
  botEventDescriptions,
  clientCommandDescriptions,
  clientEventDescriptions,
  closeDescriptions,
  operatorCommandDescriptions,
  operatorEventDescriptions,
  streamCommandDescriptions,
} from './descriptions.ts'
import { clientEvents, operatorEvents, signalNames } from './events.ts'
import {
  clientCommandExamples,
  clientEventExamples,
  operatorCommandExamples,
  operatorEventExamples,
  streamExamples,
} from './examples.ts'
import {
  botSnapshotSchema,
  clientSnapshotSchema,
  connectReplySchema,
  operatorSnapshotSchema,
} from './frames.ts'
import { GREETING_MS_MAX, HEARTBEAT_MS, SILENCE_MS_MAX } from './limits.ts'
import type { DocumentOptions } from './openapi.ts'
import { createSchemaBook, type JsonSchema, type Reference, type SchemaBook } from './schema-book.ts'
import { PROTOCOL } from './version.ts'

const nothing = operatorCommands.setStatus.reply
/** `connect` and `follow` answer alike; `heartbeat` answers with nothing. */
const streamOnly = {
  connect: { data: streamCommands.connect, reply: connectReplySchema },
  follow: { data: streamCommands.follow, reply: connectReplySchema },
  heartbeat: { data: streamCommands.heartbeat, reply: nothing },
}

const flavours: readonly Flavour[] = [
  {
    of: 'operator',
    events: operatorEvents,
    unnumbered: signalNames,
    eventDescriptions: operatorEventDescriptions,
    eventExamples: operatorEventExamples,
    commands: { ...streamOnly, ...operatorCommands },
    commandDescriptions: { ...streamCommandDescriptions, ...operatorCommandDescriptions },
    commandExamples: { ...streamExamples.operator.commands, ...operatorCommandExamples },
    snapshot: operatorSnapshotSchema,
    hasKeys: true,
  },
  {
    of: 'client',
    events: clientEvents,
    unnumbered: signalNames,
    eventDescriptions: clientEventDescriptions,
    eventExamples: clientEventExamples,
    commands: { ...streamOnly, ...clientCommands },
    commandDescriptions: { ...streamCommandDescriptions, ...clientCommandDescriptions },
    commandExamples: { ...streamExamples.client.commands, ...clientCommandExamples },
    snapshot: clientSnapshotSchema,
    hasKeys: true,
  },
  {
    of: 'bot',
    events: botEvents,
    unnumbered: Object.keys(botEvents),
    eventDescriptions: botEventDescriptions,
    eventExamples: streamExamples.bot.events,
    commands: {
      ...streamOnly,
      answerEvent: { data: botStreamCommands.answerEvent, reply: nothing },
      failEvent: { data: botStreamCommands.failEvent, reply: nothing },
    },
    commandDescriptions: { ...streamCommandDescriptions, ...botCommandDescriptions },
    commandExamples: streamExamples.bot.commands,
    snapshot: botSnapshotSchema,
    hasKeys: false,
  },
]

/**
 * The streams as an AsyncAPI 3.0 document, made from the schemas that validate at run time. The application that it describes is
 * the server: it *sends* events and *receives* commands.
 */
export function asyncApiDocument({ publicUrl, version }: DocumentOptions): JsonSchema {
  const book = createSchemaBook('draft-07')
  const parts = flavours.map((flavour) => streamOf(flavour, book))
  const url = new URL(publicUrl)
  return {
    asyncapi: '3.0.0',
    info: { title: 'Pult streams', version, license: { name: 'MIT' }, description: INTRODUCTION },
    defaultContentType: 'application/json',
    servers: {
      public: {
        host: url.host,
        ...(url.pathname === '/' ? {} : { pathname: url.pathname.replace(/\/$/, '') }),
        protocol: url.protocol === 'https:' ? 'wss' : 'ws',
      },
    },
    channels: Object.fromEntries(parts.map((part) => [part.channelName, part.channel])),
    operations: Object.assign({}, ...parts.map((part) => part.operations)) as unknown,
    components: {
      messages: Object.assign({}, ...parts.map((part) => part.messages)) as unknown,
      schemas: book.schemas(),
    },
  }
}

const INTRODUCTION = [
  `WebSocket, subprotocol \`${PROTOCOL}\`, JSON text frames, one object a frame. The server's frames are \`{ action, data }\`, the other side's are \`{ command, id, data }\`; every command is answered once by a \`reply\` with its \`id\`.`,
  `The first frame is \`connect\`, within ${GREETING_MS_MAX / 1000} s. Its reply says \`resumed\`: every event after the cursor follows; or \`snapshot\`: \`snapshot\` frames follow, an exact cut, the last with \`last: true\`. Then \`live\`. Then the tail. Nothing is missing between them and nothing comes twice.`,
  'An event adds `seq`, `prev` and `at`. `seq` rises; `prev` is the position told before. One who does not stand at `prev` has missed something and asks for `follow` from its cursor. A cursor is `<epoch>:<seq>`: the epoch of the reply to `connect`, the `seq` of the last event or heartbeat taken in. Signals (`typing`) and replies carry no position and move nothing.',
  `The server sends \`heartbeat\` every ${HEARTBEAT_MS / 1000} s; answer with the command \`heartbeat\` and the cursor. ${SILENCE_MS_MAX / 1000} s without a frame close the connection.`,
  'The program of a bot that connects by itself speaks the same on the stream of bots: its bot’s secret is the `token` of `connect`, the cut is empty, and what happens in its sessions comes as `botEvent`, which is answered with `answerEvent` or `failEvent` under the event’s id. Nothing of it is numbered: the cursor stands still, and what was not answered is told again on the next connection.',
  'Ignore actions and fields that you do not know, and move the cursor over them.',
].join('\n\n')

function streamOf(flavour: Flavour, book: SchemaBook) {
  const { of } = flavour
  const channelName = `${of}Stream`
  const told = { ...eventMessages(flavour, book), ...stationMessages(flavour, book) }
  const commands = commandMessages(flavour, book)
  const replies = replyMessages(flavour, book)
  const all = { ...told, ...commands, ...replies }
  const inChannel = (name: string): Reference => ({ $ref: `#/channels/${channelName}/messages/${name}` })
  const operations: Record<string, JsonSchema> = {
    [`${of}.told`]: {
      action: 'send',
      title: `What the ${of} is told`,
      channel: { $ref: `#/channels/${channelName}` },
      messages: Object.keys(told).map(inChannel),
    },
  }
  for (const name of Object.keys(flavour.commands)) {
    operations[`${of}.${name}`] = {
      action: 'receive',
      title: name,
      summary: flavour.commandDescriptions[name],
      channel: { $ref: `#/channels/${channelName}` },
      messages: [inChannel(`command.${name}`)],
      reply: {
        channel: { $ref: `#/channels/${channelName}` },
        messages: [inChannel(`reply.${name}`), inChannel('reply.error')],
      },
    }
  }
  return {
    channelName,
    channel: {
      address: `/api/v1/${of}/stream`,
      title: `The ${of}'s stream`,
      description: closeTable(),
      messages: Object.fromEntries(
        Object.keys(all).map((name) => [name, { $ref: `#/components/messages/${of}.${name}` }]),
      ),
      bindings: { ws: { method: 'GET', headers: subprotocolHeader, bindingVersion: '0.1.0' } },
      'x-close-codes': Object.fromEntries(
        Object.entries(closeCodes).map(([name, code]) => [
          String(code),
          { name, band: closeBand(code), description: closeDescriptions[name as CloseName] },
        ]),
      ),
    },
    messages: Object.fromEntries(Object.entries(all).map(([name, message]) => [`${of}.${name}`, message])),
    operations,
  }
}

const subprotocolHeader = {
  type: 'object',
  required: ['Sec-WebSocket-Protocol'],
  properties: { 'Sec-WebSocket-Protocol': { type: 'string', const: PROTOCOL } },
}

function closeTable(): string {
  const rows = Object.entries(closeCodes).map(
    ([name, code]) => `| ${code} | ${closeBand(code)} | ${closeDescriptions[name as CloseName]} |`,
  )
  return [CLOSE_SENTENCE, '', '| code | then | why |', '| --- | --- | --- |', ...rows].join('\n')
}

const CLOSE_SENTENCE =
  'How the server closes, and what to do then. `reconnect`: again, with the cursor; `restart`: again, without it; `renew`: get a new token first; `wait`: again only after `retryMs`; `stop`: a person must act. Any other code is a lost connection: reconnect.'
