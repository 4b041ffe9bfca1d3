import {
  botEvents,
  botStreamCommands,
  clientCommands,
  clientEvents,
  closeCodes,
  errorTable,
  operatorCommands,
  operatorEvents,
  reads,
} from '@pult/protocol'
import { equal, isTrue } from '../expect.ts'
import type { Caller } from '../kit/http.ts'
import { scenario, type Scenario } from '../scenario.ts'

type Json = Readonly<Record<string, unknown>>

/** What a third party generates its client from. */
export const documentScenarios: readonly Scenario[] = [
  scenario('HTTP', 'openapi.json is OpenAPI 3.1 and names every command, read and door', async (pult) => {
    const document = await documentAt(pult.http, '/api/v1/openapi.json')
    isTrue('it is OpenAPI 3.1', String(document['openapi']).startsWith('3.1'))
    const paths = new Set(Object.keys(document['paths'] as Json))
    const commands = [...Object.keys(operatorCommands), ...Object.keys(clientCommands)].map(
      (name) => `/api/v1/commands/${name}`,
    )
    const read = Object.keys(reads).map((name) => name.replace('GET ', '/api/v1'))
    const doors = [
      '/api/v1/login',
      '/api/v1/logout',
      '/api/v1/me',
      '/api/v1/client/hello',
      '/api/v1/attachments',
      '/healthz',
      '/readyz',
      '/metrics',
    ]
    equal(
      'what it leaves out',
      [...commands, ...read, ...doors].filter((path) => !paths.has(path)),
      [],
    )
  }),

  scenario(
    'HTTP',
    'asyncapi.json is AsyncAPI 3 and names every event, command and close code of each stream',
    async (pult) => {
      const document = await documentAt(pult.http, '/api/v1/asyncapi.json')
      isTrue('it is AsyncAPI 3', String(document['asyncapi']).startsWith('3.'))
      const words = {
        '/operator/stream': [...Object.keys(operatorEvents), ...Object.keys(operatorCommands)],
        '/client/stream': [...Object.keys(clientEvents), ...Object.keys(clientCommands)],
        '/bot/stream': [...Object.keys(botEvents), ...Object.keys(botStreamCommands)],
      }
      const channels = Object.values(document['channels'] as Record<string, { address: string }>)
      for (const [end, names] of Object.entries(words)) {
        const text = JSON.stringify(channels.find(({ address }) => address.endsWith(end)) ?? {})
        equal(
          `what the channel of ${end} leaves out`,
          names.filter((name) => !text.includes(name)),
          [],
        )
      }
      const text = JSON.stringify(document)
      equal(
        'close codes left out',
        Object.values(closeCodes).filter((code) => !text.includes(String(code))),
        [],
      )
    },
  ),

  scenario('C3', 'the documents name every code of the one table', async (pult) => {
    const text = JSON.stringify([
      await documentAt(pult.http, '/api/v1/openapi.json'),
      await documentAt(pult.http, '/api/v1/asyncapi.json'),
    ])
    equal(
      'codes left out',
      Object.keys(errorTable).filter((code) => !text.includes(`"${code}"`) && !text.includes(`\`${code}\``)),
      [],
    )
  }),

  scenario('HTTP', 'every reference inside the documents leads somewhere', async (pult) => {
    for (const path of ['/api/v1/openapi.json', '/api/v1/asyncapi.json']) {
      const document = await documentAt(pult.http, path)
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
        ([, reference]) => reference ?? '',
      )
      isTrue('there are some', references.length > 0)
      equal(
        `dead references of ${path}`,
        [...new Set(references)].filter((reference) => !leads(document, reference)),
        [],
      )
    }
  }),

  scenario(
    'HTTP',
    'the documents name the address that they are asked by, or the public one',
    async (pult) => {
      const { servers } = (await documentAt(pult.http, '/api/v1/openapi.json')) as {
        servers?: { url: string }[]
      }
      const url = servers?.[0]?.url ?? ''
      isTrue(`the server ${url} is an address`, URL.canParse(url))
      const { status } = await pult.http.get('/api/v1/openapi.json')
      equal('the status', status, 200)
    },
  ),
]

async function documentAt(http: Caller, path: string): Promise<Json> {
  const { status, body, headers } = await http.get(path)
  equal(`the status of ${path}`, status, 200)
  isTrue('it is JSON', /json/.test(headers.get('content-type') ?? ''))
  return body as Json
}

/** A JSON pointer of the same document (RFC 6901). */
function leads(document: Json, reference: string): boolean {
  if (!reference.startsWith('#/')) return false
  let at: unknown = document
  for (const part of reference.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    at = typeof at === 'object' && at !== null ? (at as Json)[key] : undefined
  }
  return at !== undefined
}
