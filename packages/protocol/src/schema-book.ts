import { z } from 'zod'
import { botEventSchema } from './bot-stream.ts'
import { botTrialSchema } from './bot-trial.ts'
import { helpGivenSchema } from './help.ts'
import { nodeFactsSchema, nodeLeaseSchema, nodeSchema, nodesSchema } from './nodes.ts'
import { addedEvents, contractEvents } from './events.ts'
import {
  botActivitySchema,
  botCountsSchema,
  botDaySchema,
  botEndpointSchema,
  botFailureSchema,
  botStepSchema,
  botSummarySchema,
} from './bot-activity.ts'
import * as entities from './entities.ts'
import { operatorCommands } from './commands.ts'
import { errorSchema } from './errors.ts'
import { cursorSchema } from './frames.ts'
import { timeSchema, workspaceIdSchema } from './values.ts'
import { webhookEventSchema } from './webhook-event.ts'
import { fieldDescriptions } from './field-descriptions.ts'

/** A JSON Schema, as data. */
export type JsonSchema = { readonly [key: string]: unknown }
export type Reference = { readonly $ref: string }

/**
 * Gathers the schemas that one document speaks of, so that each is written once and everything else points at it.
 * Ask for references first, take `schemas()` last.
 */
export interface SchemaBook {
  /** A reference to what a sender may write. The first name that is given to a schema stays. */
  input(schema: z.ZodType, name: string): Reference
  /** A reference to what the server sends. */
  output(schema: z.ZodType, name: string): Reference
  schemas(): Record<string, JsonSchema>
}

const ROOT = '#/components/schemas/'

/** OpenAPI 3.1 speaks draft 2020-12, AsyncAPI's own schemas are draft 7. */
export function createSchemaBook(target: 'draft-2020-12' | 'draft-07'): SchemaBook {
  const inputs = bookOf(sharedInputs)
  const outputs = bookOf(sharedOutputs)
  return {
    input: inputs.reference,
    output: outputs.reference,
    schemas() {
      const written = { ...inputs.write(target, 'input') }
      for (const [name, schema] of Object.entries(outputs.write(target, 'output'))) {
        // One name for two shapes would silently show senders what receivers get.
        if (written[name] !== undefined && JSON.stringify(written[name]) !== JSON.stringify(schema)) {
          throw new Error(`Two schemas are called ${name}.`)
        }
        written[name] = schema
      }
      return Object.fromEntries(Object.entries(written).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    },
  }
}

/** Shapes with more than one user get a name of their own; without it they would carry the name of whoever came first. */
const sharedInputs: Readonly<Record<string, z.ZodType>> = {
  Id: workspaceIdSchema,
  Time: timeSchema,
  Cursor: cursorSchema,
  Action: entities.actionSchema,
}
const sharedOutputs: Readonly<Record<string, z.ZodType>> = {
  ...sharedInputs,
  ChatSession: entities.chatSessionSchema,
  ClientSession: entities.clientSessionSchema,
  Message: entities.messageSchema,
  Quote: entities.quoteSchema,
  Attachment: entities.attachmentSchema,
  Coordinates: entities.coordinatesSchema,
  Operator: entities.operatorSchema,
  OperatorWithLoad: entities.operatorWithLoadSchema,
  Group: entities.groupSchema,
  Channel: entities.channelSchema,
  Client: entities.clientSchema,
  ClientDetails: entities.clientDetailsSchema,
  Note: entities.noteSchema,
  Bot: entities.botSchema,
  BotCounts: botCountsSchema,
  BotDay: botDaySchema,
  BotSummary: botSummarySchema,
  BotActivity: botActivitySchema,
  BotStep: botStepSchema,
  BotFailure: botFailureSchema,
  BotEndpoint: botEndpointSchema,
  BotVersion: entities.botVersionSchema,
  BotTrial: botTrialSchema,
  HelpGiven: helpGivenSchema,
  Nodes: nodesSchema,
  NodeLease: nodeLeaseSchema,
  Node: nodeSchema,
  NodeFacts: nodeFactsSchema,
  WebhookEvent: webhookEventSchema,
  BotEvent: botEventSchema,
  Article: entities.articleSchema,
  ArticleHead: entities.articleHeadSchema,
  CannedReply: entities.cannedReplySchema,
  Activity: entities.activitySchema,
  Error: errorSchema,
  MessageEdited: contractEvents.chatMessageEdited,
  MessageRead: contractEvents.chatMessageRead,
  MessageDeleted: addedEvents.chatMessageDeleted,
  SessionClosedByClient: contractEvents.sessionClosedByClient,
  Typing: contractEvents.typing,
  Done: operatorCommands.setStatus.reply,
  MessageReply: operatorCommands.sendMessage.reply,
  SessionReply: operatorCommands.takeSession.reply,
  ArticleReply: operatorCommands.createArticle.reply,
  CannedReplyReply: operatorCommands.createCannedReply.reply,
}

function bookOf(shared: Readonly<Record<string, z.ZodType>>) {
  const registry = z.registry<{ id: string }>()
  const taken = new Set<string>()
  const reference = (schema: z.ZodType, name: string): Reference => {
    const known = registry.get(schema)?.id
    if (known !== undefined) return { $ref: ROOT + known }
    if (taken.has(name)) throw new Error(`Two schemas are called ${name}.`)
    taken.add(name)
    registry.add(schema, { id: name })
    return { $ref: ROOT + name }
  }
  for (const [name, schema] of Object.entries(shared)) reference(schema, name)
  return {
    reference,
    write(target: 'draft-2020-12' | 'draft-07', io: 'input' | 'output'): Record<string, JsonSchema> {
      const { schemas } = z.toJSONSchema(registry, {
        target,
        io,
        uri: (id) => ROOT + id,
        override: openObjects,
      })
      return Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [name, described(name, schema as JsonSchema)]),
      )
    },
  }
}

/** [W1] Receivers ignore fields that they do not know, so only what is strict at run time is closed here. */
export function openObjects({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes
  jsonSchema: JsonSchema
}): void {
  if (zodSchema instanceof z.ZodObject && zodSchema.def.catchall === undefined) {
    delete (jsonSchema as { additionalProperties?: unknown }).additionalProperties
  }
}

function described(name: string, written: JsonSchema): JsonSchema {
  // Where a schema stands in the document says its dialect and its id already.
  const schema = Object.fromEntries(
    Object.entries(written).filter(([key]) => key !== '$schema' && key !== '$id'),
  )
  const sentences = fieldDescriptions[name]
  if (sentences === undefined) return schema
  const properties = Object.entries(schema['properties'] as Record<string, JsonSchema>).map(
    ([field, value]) => {
      const description = sentences[field]
      if (description === undefined) return [field, value]
      // Draft 7 ignores whatever stands beside a `$ref`.
      return [field, '$ref' in value ? { allOf: [value], description } : { ...value, description }]
    },
  )
  return { ...schema, properties: Object.fromEntries(properties) as unknown }
}
