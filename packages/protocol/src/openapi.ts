import { z } from 'zod'
import { readDescriptions } from './descriptions.ts'
import { httpExamples } from './examples.ts'
import { botTrialRequestSchema, botTrialSchema } from './bot-trial.ts'
import { helpGivenSchema, helpRequestSchema } from './help.ts'
import { botAnswersReplySchema, botAnswersRequestSchema } from './bots.ts'
import {
  attachmentReplySchema,
  helloReplySchema,
  helloRequestSchema,
  loginReplySchema,
  loginRequestSchema,
  meReplySchema,
  reads,
} from './http.ts'
import { CURSOR_HEADER, loginCookieName } from './http-bodies.ts'
import { ATTACHMENT_BYTES_MAX } from './limits.ts'
import { commandPaths } from './openapi-commands.ts'
import { errorComponents, errorResponses, type RequestKind } from './openapi-errors.ts'
import { createSchemaBook, type JsonSchema, type SchemaBook } from './schema-book.ts'

export interface DocumentOptions {
  /** The address that the world sees, without a path of ours: `https://chat.example.com`. */
  readonly publicUrl: string
  /** The server's version, as `info.version`. */
  readonly version: string
}

const cursorHeader = { [CURSOR_HEADER]: { $ref: `#/components/headers/${CURSOR_HEADER}` } }
const anyone: readonly JsonSchema[] = []

/**
 * The HTTP side of the wire as an OpenAPI 3.1 document, made from the schemas that validate at run time. A new object at each call;
 * making it takes some milliseconds, so a server makes it once.
 */
export function openApiDocument({ publicUrl, version }: DocumentOptions): JsonSchema {
  const book = createSchemaBook('draft-2020-12')
  const paths = {
    ...signInPaths(book),
    ...botPath(book),
    ...helpPath(book),
    ...commandPaths(book, cursorHeader),
    ...readPaths(book),
    ...uploadPath(book),
    ...servicePaths(),
  }
  const responses = errorComponents(book)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pult over HTTP',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description: INTRODUCTION,
    },
    servers: [{ url: publicUrl.replace(/\/$/, '') }],
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: book.schemas(),
      responses,
      headers: {
        [CURSOR_HEADER]: {
          description: 'Where the log stood when the answer was made: what a stream may be resumed from.',
          schema: { type: 'string', examples: ['k3f9:184237'] },
        },
      },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token from login, or from client/hello; of a bot its secret.',
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: loginCookieName(publicUrl.startsWith('https:')),
          description: 'Set by login. Requests that change something must come from an allowed origin.',
        },
      },
    },
  }
}

const INTRODUCTION = [
  'Everything that the streams can do, over plain HTTP: every command is a POST with the same data, the same rules and the same reply.',
  'What happens is told on the streams, which `/api/v1/asyncapi.json` describes; `GET /api/v1/events` gives the same log by long poll.',
  'Times are RFC 3339 in UTC with milliseconds. Ids are opaque and sort by creation. Ignore fields that you do not know.',
].join('\n\n')

function signInPaths(book: SchemaBook): Record<string, JsonSchema> {
  const { login, me, hello } = httpExamples
  return {
    '/api/v1/login': {
      post: {
        operationId: 'login',
        tags: ['sign-in'],
        summary:
          'Signs an operator in: a token, and the login cookie. A newer login wins over the older one.',
        security: anyone,
        requestBody: jsonBody(book.input(loginRequestSchema, 'LoginRequest'), login.request),
        responses: {
          '200': withHeader(
            json('Signed in.', book.output(loginReplySchema, 'LoginReply'), login.reply),
            'Set-Cookie',
            'The login cookie: HttpOnly, SameSite, and Secure where the address is https.',
          ),
          ...errorResponses(['login']),
        },
      },
    },
    '/api/v1/logout': {
      post: {
        operationId: 'logout',
        tags: ['sign-in'],
        summary: 'Ends this login; its connections are told operatorLoggedOut and closed.',
        responses: {
          '200': json('Signed out; twice is signed out too.', { type: 'object' }, {}),
          ...errorResponses(['signedIn']),
        },
      },
    },
    '/api/v1/me': {
      get: {
        operationId: 'me',
        tags: ['sign-in'],
        summary: 'Who is signed in, and until when.',
        responses: {
          '200': json('The operator.', book.output(meReplySchema, 'MeReply'), me.reply),
          ...errorResponses(['signedIn']),
        },
      },
    },
    '/api/v1/client/hello': {
      post: {
        operationId: 'hello',
        tags: ['sign-in'],
        summary:
          "Introduces a client of a channel: a new one, a known one by its token, or one that the site vouches for by a JWT signed with the channel's secret.",
        security: anyone,
        requestBody: jsonBody(book.input(helloRequestSchema, 'HelloRequest'), hello.request),
        responses: {
          '200': json('Who the client is.', book.output(helloReplySchema, 'HelloReply'), hello.reply),
          ...errorResponses(['hello']),
        },
      },
    },
  }
}

function botPath(book: SchemaBook): Record<string, JsonSchema> {
  const { botAnswers, botTrial } = httpExamples
  return {
    '/api/v1/bot/trials': {
      post: {
        operationId: 'tryBot',
        tags: ['bots'],
        summary:
          'Asks a model what a client might ask, and says what the client would read, from which articles, and what it cost. Nothing is kept. Admins only.',
        requestBody: jsonBody(book.input(botTrialRequestSchema, 'BotTrialRequest'), botTrial.request),
        responses: {
          '200': json('What came of it.', book.output(botTrialSchema, 'BotTrial'), botTrial.replies[0]),
          ...errorResponses(['signedIn']),
        },
      },
    },
    '/api/v1/bot/answers': {
      post: {
        operationId: 'botAnswers',
        tags: ['bots'],
        summary:
          'What a bot says and does in a session later than to the webhook that told it: all of it in one turn, or nothing. The bearer is the bot’s secret.',
        security: [{ bearer: [] }],
        requestBody: jsonBody(book.input(botAnswersRequestSchema, 'BotAnswersRequest'), botAnswers.request),
        responses: {
          '200': json('Done.', book.output(botAnswersReplySchema, 'BotAnswersReply'), botAnswers.reply),
          ...errorResponses(['bot']),
        },
      },
    },
  }
}

function helpPath(book: SchemaBook): Record<string, JsonSchema> {
  const { help } = httpExamples
  return {
    '/api/v1/sessions/{id}/help': {
      post: {
        operationId: 'help',
        tags: ['help'],
        summary:
          'Asks a model for an operator: an answer to suggest, a summary, a translation, one’s own words in another tone. To use or to throw away: nothing is said to anybody, and nothing is kept.',
        parameters: [idParameter],
        requestBody: jsonBody(book.input(helpRequestSchema, 'HelpRequest'), help.requests[0]),
        responses: {
          '200': json('What came of it.', book.output(helpGivenSchema, 'HelpGiven'), help.replies[0]),
          ...errorResponses(['signedIn', 'read']),
        },
      },
    },
  }
}

function readPaths(book: SchemaBook): Record<string, JsonSchema> {
  return Object.fromEntries(
    (Object.keys(reads) as (keyof typeof reads)[]).map((key) => {
      const path = key.slice('GET '.length)
      const file = key === 'GET /attachments/{id}'
      const kinds: readonly RequestKind[] = file ? ['download'] : ['signedIn', 'read']
      return [
        `/api/v1${path}`,
        {
          get: {
            operationId: readName(path),
            tags: [file ? 'attachments' : 'reads'],
            summary: readDescriptions[key],
            ...(file ? { security: anyone } : {}),
            parameters: [
              ...(path.includes('{id}') ? [idParameter] : []),
              ...queryParameters(reads[key].query),
            ],
            responses: {
              '200': file
                ? { description: 'The file.', content: { '*/*': { schema: {} } } }
                : {
                    ...json(
                      'The answer.',
                      book.output(reads[key].reply, readReplyName(path)),
                      httpExamples.reads[key][0]?.reply,
                    ),
                    headers: cursorHeader,
                  },
              ...errorResponses(kinds),
            },
          },
        },
      ]
    }),
  )
}

const idParameter = { name: 'id', in: 'path', required: true, schema: { $ref: '#/components/schemas/Id' } }

/** Query parameters are strings on the wire; the schema says what they must read as. */
function queryParameters(query: z.ZodObject): readonly JsonSchema[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'output' })
  const optional = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' }).required ?? []
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    // A default makes a field certain for the reader and optional for the sender.
    required: required.includes(name) && (optional.includes(name) || !hasDefault(schema)),
    schema,
  }))
}

const hasDefault = (schema: unknown): boolean =>
  typeof schema === 'object' && schema !== null && 'default' in schema

function uploadPath(book: SchemaBook): Record<string, JsonSchema> {
  return {
    '/api/v1/attachments': {
      post: {
        operationId: 'uploadAttachment',
        tags: ['attachments'],
        summary: `Stores a file of at most ${ATTACHMENT_BYTES_MAX / 1_000_000} MB, to be named in a message. Its kind is read from its content.`,
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['file'],
                properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
              },
            },
          },
        },
        responses: {
          '200': json(
            'The attachment.',
            book.output(attachmentReplySchema, 'Attachment'),
            httpExamples.attachment.reply,
          ),
          ...errorResponses(['signedIn', 'upload']),
        },
      },
    },
  }
}

function servicePaths(): Record<string, JsonSchema> {
  const document = {
    '200': { description: 'The document.', content: { 'application/json': { schema: { type: 'object' } } } },
  }
  return {
    '/healthz': service('healthz', 'Whether the process is alive.', {
      '200': json('It is.', stateSchema(['ok'], { version: { type: 'string' } }), {
        status: 'ok',
        version: '0.1.0',
      }),
    }),
    '/readyz': service(
      'readyz',
      'Whether it takes traffic: not while it starts or stops, nor while it does not reach its database or is far behind the log. It does so again by itself.',
      {
        '200': json('It does.', stateSchema(['ready']), { status: 'ready' }),
        '503': json(
          'Not now.',
          stateSchema(['not ready'], { because: { type: 'array', items: { type: 'string' } } }),
          { status: 'not ready', because: ['This node has had no answer of its database for 4 s.'] },
        ),
      },
    ),
    '/metrics': service('metrics', 'Counters and histograms in the text format of Prometheus.', {
      '200': { description: 'The metrics.', content: { 'text/plain': { schema: { type: 'string' } } } },
    }),
    '/api/v1/openapi.json': service('openapi', 'This document.', document),
    '/api/v1/asyncapi.json': service('asyncapi', 'The streams, as AsyncAPI.', document),
  }
}

function stateSchema(states: readonly string[], more: JsonSchema = {}): JsonSchema {
  return {
    type: 'object',
    required: ['status', ...Object.keys(more)],
    properties: { status: { enum: states }, ...more },
  }
}

function service(operationId: string, summary: string, responses: JsonSchema): JsonSchema {
  return { get: { operationId, tags: ['service'], summary, security: anyone, responses } }
}

/** `/sessions/{id}/messages` is `readSessionMessages`, `/sessions` is `readSessions`. */
function readName(path: string): string {
  const words = path.replaceAll('s/{id}', '').split('/').filter(Boolean)
  return `read${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`
}

function readReplyName(path: string): string {
  return `${readName(path).slice('read'.length)}Page`
}

function json(description: string, schema: JsonSchema, example: unknown): JsonSchema {
  return {
    description,
    content: { 'application/json': { schema, examples: { corpus: { value: example } } } },
  }
}

function jsonBody(schema: JsonSchema, example: unknown): JsonSchema {
  return {
    required: true,
    content: { 'application/json': { schema, examples: { corpus: { value: example } } } },
  }
}

function withHeader(response: JsonSchema, name: string, description: string): JsonSchema {
  return { ...response, headers: { [name]: { description, schema: { type: 'string' } } } }
}
