import type { ClientActor, Command, Given, OperatorActor, Outcome } from '@pult/engine'
import {
  clientCommands,
  operatorCommands,
  refusalOf,
  wireError,
  type Attachment,
  type AttachmentId,
  type WireError,
} from '@pult/protocol'
import type { z } from 'zod'
import type { WorkspaceHost } from './workspaces.ts'

/** What a command needs beforehand, from rooms that do I/O or take chances. */
export interface Preparation {
  /** The stored attachments with these ids, in order; only its uploader may attach a file. */
  readonly attachments: (
    ids: readonly AttachmentId[],
    uploadedBy: string,
  ) => Promise<readonly Attachment[] | WireError>
  readonly hashPassword: (password: string) => Promise<string>
  /** 128 random bits or more, printable. */
  readonly randomKey: () => string
}

export interface Asked {
  readonly name: string
  readonly data: unknown
  readonly key?: string | undefined
}

export type Prepared = { readonly command: Command } | { readonly error: WireError }

/**
 * The one door for commands, from sockets and over HTTP alike [C1]: finds the schema, validates, brings what the engine must be
 * given. Answers at once unless files or passwords are involved.
 */
export function prepareCommand(
  actor: OperatorActor | ClientActor,
  asked: Asked,
  preparation: Preparation,
): Prepared | Promise<Prepared> {
  const table = actor.type === 'OPERATOR' ? operatorCommands : clientCommands
  if (!Object.hasOwn(table, asked.name)) {
    const other = actor.type === 'OPERATOR' ? clientCommands : operatorCommands
    const isOthers = Object.hasOwn(other, asked.name)
    return { error: wireError(isOthers ? 'not_allowed' : 'unknown_command', { field: 'command' }) }
  }
  const spec = (table as Readonly<Record<string, { readonly data: z.ZodType }>>)[asked.name]!
  const parsed = spec.data.safeParse(asked.data ?? {})
  if (!parsed.success) return { error: refusalOf(parsed.error, 'data') }
  const command = { actor, name: asked.name, data: parsed.data, key: asked.key } as unknown as Command
  const given = gather(command, preparation)
  if (given === undefined) return { command }
  return given.then((found) => ('error' in found ? found : { command: { ...command, given: found.given } }))
}

function gather(
  command: Command,
  preparation: Preparation,
): Promise<{ given: Given } | { error: WireError }> | undefined {
  const data = command.data as {
    attachments?: readonly AttachmentId[]
    password?: string
    rotateSecret?: boolean
  }
  if (data.attachments !== undefined && data.attachments.length > 0)
    return gatherAttachments(command, data.attachments, preparation)
  if (data.password !== undefined) {
    return preparation.hashPassword(data.password).then((passwordHash) => ({ given: { passwordHash } }))
  }
  if (command.name === 'createChannel' || data.rotateSecret === true) {
    const given = {
      channelKey: preparation.randomKey(),
      channelSecret: preparation.randomKey() + preparation.randomKey(),
    }
    return Promise.resolve({ given })
  }
  return undefined
}

async function gatherAttachments(
  command: Command,
  ids: readonly AttachmentId[],
  preparation: Preparation,
): Promise<{ given: Given } | { error: WireError }> {
  const { actor } = command
  const uploadedBy =
    actor.type === 'OPERATOR' ? actor.operatorId : actor.type === 'CLIENT' ? actor.clientId : actor.type
  const found = await preparation.attachments(ids, uploadedBy)
  return 'code' in found ? { error: found } : { given: { attachments: found } }
}

/** Prepares and dispatches; `respond` is called once. Returns a promise only where preparing takes time. */
export function dispatchCommand(
  host: WorkspaceHost,
  actor: OperatorActor | ClientActor,
  asked: Asked,
  preparation: Preparation,
  respond: (outcome: Outcome) => void,
): Promise<void> | undefined {
  const go = (prepared: Prepared): void => {
    if ('error' in prepared) respond(prepared)
    else host.engine.dispatch(prepared.command, respond)
  }
  const prepared = prepareCommand(actor, asked, preparation)
  if (prepared instanceof Promise) {
    return prepared.then(go, () => respond({ error: wireError('internal') }))
  }
  go(prepared)
  return undefined
}
