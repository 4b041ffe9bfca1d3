import {
  asyncApiDocument,
  closeBand,
  closeCodes,
  closeDescriptions,
  contractEvents,
  errorTable,
  openApiDocument,
  operatorCommands,
  type CloseName,
  type ErrorCode,
} from '@pult/protocol'
import { html, prose, type Html } from './html.ts'
import { example, schemaTable, type Schema } from './schema-table.ts'

/** One page of the reference: what the wire's own documents say, for people to read. */
export interface ReferencePage {
  readonly path: string
  readonly title: string
  readonly body: Html
}

interface WireMessage {
  readonly summary?: string
  readonly payload: Schema
  readonly examples?: readonly { readonly payload: unknown }[]
}
interface Documents {
  readonly messages: Readonly<Record<string, WireMessage>>
  readonly schemas: Readonly<Record<string, Schema>>
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Body>> }
  readonly responses: Readonly<
    Record<string, { readonly description?: string; readonly content?: Readonly<Record<string, Body>> }>
  >
}
interface Body {
  readonly schema: Schema
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

/** Made from the very schemas that validate at run time, so that it cannot say anything else than they do. */
export function referencePages(version: string): readonly ReferencePage[] {
  const options = { publicUrl: 'http://localhost:8080', version }
  const streams = asyncApiDocument(options) as unknown as {
    components: { messages: Documents['messages']; schemas: Documents['schemas'] }
  }
  const http = openApiDocument(options) as unknown as {
    paths: Documents['paths']
    components: { schemas: Documents['schemas'] }
  }
  const documents: Documents = {
    messages: streams.components.messages,
    schemas: { ...http.components.schemas, ...streams.components.schemas },
    paths: http.paths,
  }
  return [
    { path: 'events', title: 'Events', body: eventsPage(documents) },
    { path: 'commands', title: 'Commands', body: commandsPage(documents) },
    { path: 'http', title: 'HTTP', body: httpPage(documents) },
    { path: 'errors', title: 'Errors and close codes', body: errorsPage() },
    { path: 'types', title: 'Types', body: typesPage(documents) },
  ]
}

/** Where a word of the wire is explained. */
export function anchorOf(flavour: (typeof flavours)[number], name: string): string {
  return `${flavour}-${name}`
}

const flavours = ['operator', 'client', 'bot'] as const

function eventsPage({ messages, schemas }: Documents): Html {
  const sections = flavours.map((flavour) => {
    const events = namesOf(messages, flavour, '')
    return html`<h2 id="${flavour}">To the ${flavour}</h2>
      ${events.map((name) => {
        const message = messages[`${flavour}.${name}`]!
        const isContract = flavour === 'operator' && Object.hasOwn(contractEvents, name)
        return html`<section>
          <h3 id="${anchorOf(flavour, name)}">
            <code>${name}</code>${isContract ? html` <span class="tag">one of the fifteen</span>` : ''}
          </h3>
          <p>${prose(message.summary ?? '')}</p>
          ${dataOf(message.payload, schemas)}${examplesOf(message)}
        </section>`
      })}`
  })
  return html`<p>
      Each event is a frame <code>{ action, seq, prev, at, data }</code> of the stream
      <code>/api/v1/operator/stream</code> or <code>/api/v1/client/stream</code> (WebSocket, subprotocol
      <code>pult.v1</code>). The tables tell of <code>data</code>. Ignore events and fields that you do not
      know, and move your cursor over them. What the program of a bot that connects is told on
      <code>/api/v1/bot/stream</code> stands at the end; it has no place in an order. The machine-readable
      form is <a href="/api/v1/asyncapi.json">asyncapi.json</a>.
    </p>
    ${sections}`
}

function commandsPage({ messages, schemas }: Documents): Html {
  const sections = flavours.map((flavour) => {
    const commands = namesOf(messages, flavour, 'command.')
    return html`<h2 id="${flavour}">By the ${flavour}</h2>
      ${commands.map((name) => {
        const asked = messages[`${flavour}.command.${name}`]!
        const reply = messages[`${flavour}.reply.${name}`]!
        const role =
          flavour === 'operator' && Object.hasOwn(operatorCommands, name)
            ? operatorCommands[name as keyof typeof operatorCommands].role
            : 'operator'
        return html`<section>
          <h3 id="${anchorOf(flavour, name)}">
            <code>${name}</code>${role === 'operator' ? '' : html` <span class="tag">${role}s</span>`}
          </h3>
          <p>${prose(asked.summary ?? '')}</p>
          ${dataOf(asked.payload, schemas)}
          <h4>Reply</h4>
          ${dataOf(reply.payload, schemas)}${examplesOf(asked)}
        </section>`
      })}`
  })
  return html`<p>
      A command is a frame <code>{ command, id, key?, data }</code> and is answered once, by
      <code>{ action: "reply", id, data }</code> or <code>{ action: "reply", id, error }</code>. Those of
      operators and clients are also <code>POST /api/v1/commands/{command}</code> with
      <code>{ key?, data }</code>. The same <code>key</code> by the same author gives the same reply and
      happens once.
    </p>
    ${sections}`
}

function httpPage({ paths }: Documents): Html {
  const operations = Object.entries(paths)
    .filter(([path]) => !path.startsWith('/api/v1/commands/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    )
  return html`<p>
      JSON both ways, a bearer token or the login cookie. Commands have
      <a href="/docs/reference/commands">a page of their own</a>; every refusal is <code>{ error }</code> with
      a code of <a href="/docs/reference/errors">the table</a>. The machine-readable form is
      <a href="/api/v1/openapi.json">openapi.json</a>.
    </p>
    ${operations.map(({ path, method, operation }) => {
      const asked = Object.values(operation.requestBody?.content ?? {})[0]
      const answer = Object.values(operation.responses['200']?.content ?? {})[0]
      return html`<section>
        <h2 id="${`${method}-${path}`}"><code>${method.toUpperCase()} ${path}</code></h2>
        <p>${prose(operation.summary ?? '')}</p>
        ${parametersOf(operation)}${
          asked === undefined
            ? ''
            : html`<h4>Body</h4>
                ${bodyOf(asked)}`
        }${
          answer === undefined
            ? ''
            : html`<h4>Answer</h4>
                ${bodyOf(answer)}`
        }
      </section>`
    })}`
}

function errorsPage(): Html {
  const codes = Object.keys(errorTable) as ErrorCode[]
  const closes = Object.keys(closeCodes) as CloseName[]
  return html`<p>
      An error is <code>{ code, message, field?, temporary, retryMs? }</code>. <code>temporary</code>: the
      same may succeed later by itself, not before <code>retryMs</code>. The message is for people and may
      change; the code does not.
    </p>
    <h2 id="errors">Errors</h2>
    <table>
      <thead>
        <tr>
          <th>code</th>
          <th>HTTP</th>
          <th>temporary</th>
          <th>message</th>
        </tr>
      </thead>
      <tbody>
        ${codes.map(
          (code) =>
            html`<tr>
              <td id="${code}"><code>${code}</code></td>
              <td>${errorTable[code].http}</td>
              <td>${errorTable[code].temporary ? 'yes' : ''}</td>
              <td>${errorTable[code].message}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <h2 id="close-codes">Close codes</h2>
    <p>
      A client needs only what to do then. Any other code is a lost connection: reconnect with the cursor.
    </p>
    <table>
      <thead>
        <tr>
          <th>code</th>
          <th>then</th>
          <th>why</th>
        </tr>
      </thead>
      <tbody>
        ${closes.map(
          (name) =>
            html`<tr>
              <td><code>${closeCodes[name]}</code></td>
              <td>${bands[closeBand(closeCodes[name])]}</td>
              <td>${prose(closeDescriptions[name])}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

const bands = {
  reconnect: 'reconnect, keep the cursor',
  restart: 'reconnect without a cursor',
  renew: 'renew the token, then reconnect',
  wait: 'reconnect after retryMs',
  stop: 'stop; a person must act',
} as const

function typesPage({ schemas }: Documents): Html {
  return html`<p>
      The named types of the other pages. A field with <span class="optional">?</span> may be absent.
    </p>
    ${Object.keys(schemas)
      .toSorted()
      .map(
        (name) =>
          html`<section>
            <h2 id="${name}"><code>${name}</code></h2>
            ${described(schemas[name]!)}
          </section>`,
      )}`
}

function described(schema: Schema): Html {
  return html`${schema.description === undefined ? '' : html`<p>${prose(schema.description)}</p>`}${schemaTable(schema)}`
}

/** `operator.command.takeSession` is `takeSession`; without a kind only events and stations, whose names have one dot. */
function namesOf(messages: Documents['messages'], flavour: string, kind: string): readonly string[] {
  const prefix = `${flavour}.${kind}`
  return Object.keys(messages)
    .filter((name) => name.startsWith(prefix) && !name.slice(prefix.length).includes('.'))
    .map((name) => name.slice(prefix.length))
}

/** The table of a frame's `data`: a named type is short of a click, so its fields are shown in place. */
function dataOf(payload: Schema, schemas: Documents['schemas']): Html {
  const data = payload.properties?.['data']
  if (data === undefined) return schemaTable(payload)
  const name = data.$ref?.slice(data.$ref.lastIndexOf('/') + 1)
  const resolved = name === undefined ? data : schemas[name]
  if (name !== undefined && LONG_TYPES.has(name))
    return html`<p class="type">data: <a href="/docs/reference/types#${name}">${name}</a></p>`
  return schemaTable(resolved ?? data)
}

/** Repeated under a dozen events, they would hide what is particular to each. */
const LONG_TYPES = new Set([
  'ChatSession',
  'Message',
  'Operator',
  'Channel',
  'Group',
  'Client',
  'ClientSession',
])

function examplesOf({ examples = [] }: WireMessage): Html {
  return html`${examples.slice(0, 1).map(({ payload }) => example(payload))}`
}

function parametersOf({ parameters = [] }: Operation): Html {
  if (parameters.length === 0) return html``
  const properties = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]))
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name)
  return html`<h4>Parameters</h4>
    ${schemaTable({ type: 'object', properties, required })}`
}

function bodyOf({ schema, examples = {} }: Body): Html {
  const [first] = Object.values(examples)
  return html`${schemaTable(schema)}${first === undefined ? '' : example(first.value)}`
}
