import type { ClientActor, Command, Given, OperatorActor, Outcome } from '@pult/engine'
import {
  clientCommands,
  operatorCommands,
  refusalOf,
  wireError,
  type Attachment,
  type AttachmentId,
  type Bot,
  type BotSettings,
  type ClientId,
  type Message,
  type OperatorId,
  type Role,
  type WireError,
} from '@pult/protocol'
import type { z } from 'zod'
import { plainMessageOf } from './plain-message.ts'
import { messageView } from './views/message-view.ts'
import type { WorkspaceHost } from './workspaces.ts'

/** What a command needs beforehand, from rooms that do I/O or take chances. */
export interface Preparation {
  /** The stored attachments with these ids, in order; only its uploader may attach a file. */
  readonly attachments: (
    ids: readonly AttachmentId[],
    uploadedBy: string,
  ) => Promise<readonly Attachment[] | WireError>
  /** Null when too many are being hashed. */
  readonly hashPassword: (password: string) => Promise<string | null>
  /** 128 random bits or more, printable. */
  readonly randomKey: () => string
  /** What is wrong with the settings of a bot of this kind; undefined: it can work by them. */
  readonly botSettingsFault: BotSettingsFault
  /** Of the settings of a bot of this kind, what may be shown again long after: no key, no token. */
  readonly botSettingsShown: BotSettingsShown
}

export type BotSettingsShown = (kind: Bot['kind'], settings: BotSettings) => BotSettings

export type BotSettingsFault = (
  kind: Bot['kind'],
  settings: BotSettings,
) => { readonly field: string; readonly message: string } | undefined

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
  host: WorkspaceHost,
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
  const spec = (table as Readonly<Record<string, { readonly data: z.ZodType; readonly role: Role }>>)[
    asked.name
  ]!
  const plain = asked.name === 'sendMessage' ? plainMessageOf(actor.type, asked.data) : undefined
  // Nobody is below the role that a message needs, and it brings nothing that has to be gathered.
  if (plain !== undefined) return { command: commandOf(actor, asked, plain) }
  const parsed = spec.data.safeParse(asked.data ?? {})
  if (!parsed.success) return { error: refusalOf(parsed.error, 'data') }
  const command = commandOf(actor, asked, parsed.data)
  // The engine asks for rights in its turn; here, so that nobody's password is hashed for whoever has none.
  if (actor.type === 'OPERATOR' && isBelow(host, actor, spec.role))
    return { error: wireError('not_allowed', { field: 'command' }) }
  // [PU1] What is not called is not kept either.
  if (command.name === 'subscribePush' && host.push?.allows(command.data.endpoint) !== true)
    return { error: wireError('push_endpoint_refused', { field: 'data.endpoint' }) }
  const wrongBot = botFault(command, host, preparation)
  if (wrongBot !== undefined) return { error: wrongBot }
  const given = gather(command, uploaderId(host, actor), preparation)
  if (given === undefined) return { command }
  return given.then((found) => ('error' in found ? found : { command: { ...command, given: found.given } }))
}

/** A draft may be unfinished; what would be in force at once may not, nor what is published. */
function botFault(
  command: Command,
  { engine }: WorkspaceHost,
  { botSettingsFault }: Preparation,
): WireError | undefined {
  if (command.name !== 'createBot' && command.name !== 'publishBot') return undefined
  const known = command.name === 'publishBot' ? engine.state.bots.get(command.data.botId)?.bot : undefined
  const { kind, settings } =
    command.name === 'createBot' ? command.data : { kind: known?.kind, settings: known?.draft }
  if (kind === undefined || settings == null) return undefined
  const fault = botSettingsFault(kind, settings)
  if (fault === undefined) return undefined
  const path = ['data.settings', ...(fault.field === '' ? [] : [fault.field])].join('.')
  return wireError('validation_failed', { field: path, message: fault.message })
}

function commandOf(actor: OperatorActor | ClientActor, { name, key }: Asked, data: unknown): Command {
  return { actor, name, data, key } as unknown as Command
}

const RANKS: readonly Role[] = ['operator', 'supervisor', 'admin']

function isBelow({ engine }: WorkspaceHost, { operatorId }: OperatorActor, role: Role): boolean {
  const own = engine.state.operators.get(operatorId)?.operator.role ?? 'operator'
  return RANKS.indexOf(own) < RANKS.indexOf(role)
}

/** Who uploads a file, as it is remembered with it: unique over all workspaces. */
export function uploaderId(
  { id }: WorkspaceHost,
  who: { readonly operatorId: OperatorId } | { readonly clientId: ClientId },
): string {
  return `${id} ${'operatorId' in who ? who.operatorId : who.clientId}`
}

function gather(
  command: Command,
  uploadedBy: string,
  preparation: Preparation,
): Promise<{ given: Given } | { error: WireError }> | undefined {
  const data = command.data as {
    attachments?: readonly AttachmentId[]
    password?: string
    rotateSecret?: boolean
  }
  if (data.attachments !== undefined && data.attachments.length > 0)
    return gatherAttachments(data.attachments, uploadedBy, preparation)
  if (data.password !== undefined) {
    return preparation
      .hashPassword(data.password)
      .then((passwordHash) =>
        passwordHash === null
          ? { error: wireError('overloaded', { retryMs: 1_000 }) }
          : { given: { passwordHash } },
      )
  }
  if (command.name === 'createChannel' || (command.name === 'updateChannel' && data.rotateSecret === true)) {
    const given = {
      channelKey: preparation.randomKey(),
      channelSecret: preparation.randomKey() + preparation.randomKey(),
    }
    return Promise.resolve({ given })
  }
  if (command.name === 'createBot' || (command.name === 'updateBot' && command.data.rotateSecret === true))
    return Promise.resolve({ given: { botSecret: `whsec_${btoa(preparation.randomKey())}` } })
  return undefined
}

async function gatherAttachments(
  ids: readonly AttachmentId[],
  uploadedBy: string,
  preparation: Preparation,
): Promise<{ given: Given } | { error: WireError }> {
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
    else host.engine.dispatch(prepared.command, (outcome) => respond(shown(outcome, host)))
  }
  const prepared = prepareCommand(host, actor, asked, preparation)
  if (prepared instanceof Promise) return prepared.then(go)
  go(prepared)
  return undefined
}

/** [C2] What was missed is shown as messages always are: links fresh, other people's keys left out. */
function shown(outcome: Outcome, { hub }: WorkspaceHost): Outcome {
  const missed = outcome.error?.missed as readonly Message[] | undefined
  if (outcome.error === undefined || missed === undefined) return outcome
  const views = missed.map((message) => messageView(message, hub.context.sign, false))
  return { error: { ...outcome.error, missed: views } }
}
