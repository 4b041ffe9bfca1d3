import { describe, expect, test } from 'bun:test'
import SwaggerParser from '@apidevtools/swagger-parser'
import { clientCommands, operatorCommands } from './commands.ts'
import { errorTable, type ErrorCode } from './errors.ts'
import { reads } from './http.ts'
import { openApiDocument } from './openapi.ts'

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly {
    name: string
    in: string
    required: boolean
    schema: Record<string, unknown>
  }[]
  readonly requestBody?: { content: Record<string, { schema: Record<string, unknown> }> }
  readonly responses: Record<string, unknown>
  readonly security?: readonly unknown[]
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: {
    readonly schemas: Record<string, Record<string, unknown>>
    readonly responses: Record<string, { description: string }>
    readonly securitySchemes: Record<string, Record<string, unknown>>
  }
}

const options = { publicUrl: 'https://chat.example.com/', version: '0.1.0' }
const document = openApiDocument(options) as unknown as Document
const operations = Object.values(document.paths).flatMap((path) => Object.values(path))

describe('the OpenAPI document', () => {
  test('[D1] the OpenAPI parser finds nothing wrong', async () => {
    // The parser writes into what it reads.
    const copy = structuredClone(openApiDocument(options))
    const parsed: unknown = await SwaggerParser.validate(
      copy as unknown as Parameters<typeof SwaggerParser.validate>[0],
    )
    expect((parsed as { openapi: string }).openapi).toBe('3.1.0')
  })

  test('[C1] [D2] every command of both flavours has its path', () => {
    const names = new Set([...Object.keys(operatorCommands), ...Object.keys(clientCommands)])
    const paths = Object.keys(document.paths).filter((path) => path.startsWith('/api/v1/commands/'))
    expect(new Set(paths.map((path) => path.slice('/api/v1/commands/'.length)))).toEqual(names)
  })

  test('[C1] a name that both flavours know takes one of the two shapes', () => {
    const body = document.paths['/api/v1/commands/sendMessage']?.['post']?.requestBody
    const schema = body?.content['application/json']?.schema as { properties: { data: unknown } }
    expect(schema.properties.data).toEqual({
      oneOf: [
        { $ref: '#/components/schemas/SendMessageCommand' },
        { $ref: '#/components/schemas/ClientSendMessageCommand' },
      ],
    })
  })

  test('[D2] every read has its path, with its query', () => {
    for (const key of Object.keys(reads) as (keyof typeof reads)[]) {
      const operation = document.paths[`/api/v1${key.slice('GET '.length)}`]?.['get']
      const queries = operation?.parameters?.filter((parameter) => parameter.in === 'query') ?? []
      expect(queries.map(({ name }) => name).toSorted()).toEqual(
        Object.keys(reads[key].query.shape).toSorted(),
      )
    }
    const paging = document.paths['/api/v1/sessions']?.['get']?.parameters ?? []
    expect(paging.filter(({ required }) => required)).toEqual([])
    expect(paging.find(({ name }) => name === 'limit')?.schema).toMatchObject({ maximum: 200, default: 50 })
  })

  test('[D2] the other doors are there', () => {
    for (const path of [
      '/api/v1/login',
      '/api/v1/logout',
      '/api/v1/me',
      '/api/v1/client/hello',
      '/api/v1/attachments',
      '/healthz',
      '/readyz',
      '/metrics',
      '/api/v1/openapi.json',
      '/api/v1/asyncapi.json',
    ]) {
      expect(document.paths).toHaveProperty([path])
    }
  })

  test('[C3] every code of the table stands in the response of its status', () => {
    for (const code of Object.keys(errorTable) as ErrorCode[]) {
      const { description } = document.components.responses[`Error${errorTable[code].http}`] ?? {
        description: '',
      }
      expect(description).toContain(`\`${code}\``)
      expect(description).toContain(errorTable[code].message)
    }
  })

  test('[C3] every answer that is not the service’s own says how it is refused', () => {
    const commands = Object.entries(document.paths).filter(([path]) => path.startsWith('/api/v1/commands/'))
    for (const [, { post }] of commands) {
      expect(Object.keys(post?.responses ?? {})).toEqual(
        expect.arrayContaining([
          '200',
          '400',
          '401',
          '403',
          '404',
          '409',
          '413',
          '422',
          '429',
          '500',
          '503',
          '507',
        ]),
      )
    }
  })

  test('[W1] what is received stays open to new fields, what is sent is closed', () => {
    expect(document.components.schemas['ChatSession']).not.toHaveProperty('additionalProperties')
    expect(document.components.schemas['SendMessageCommand']).toHaveProperty('additionalProperties', false)
  })

  test('operations have names of their own and a sentence each', () => {
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
    for (const { summary } of operations) expect(summary).toMatch(/^.{10,}\.$/s)
  })

  test('the cookie is named for the address that the world sees', () => {
    expect(document.components.securitySchemes['cookie']).toMatchObject({ name: '__Host-pult_login' })
    const plain = openApiDocument({ ...options, publicUrl: 'http://localhost:8080' }) as unknown as Document
    expect(plain.components.securitySchemes['cookie']).toMatchObject({ name: 'pult_login' })
  })
})
