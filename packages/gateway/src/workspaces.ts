import type { Engine, Journal, ReadModels, WorkspaceStore } from '@pult/engine'
import type {
  Bot,
  BotEndpoint,
  BotId,
  BotStep,
  BotTrial,
  BotTrialRequest,
  ChannelId,
  HelpGiven,
  HelpKind,
  HelpRequest,
  Message,
  WorkspaceId,
} from '@pult/protocol'
import type { ClientNumbers } from './client-numbers.ts'
import type { Push } from './push/index.ts'
import type { Hub } from './stream/hub.ts'

/** One workspace as the edge reaches it. */
export interface WorkspaceHost {
  readonly id: WorkspaceId
  readonly engine: Engine
  readonly store: ReadModels & Pick<Journal, 'read'>
  readonly hub: Hub
  readonly clientNumbers: ClientNumbers
  /** Web Push; absent where this server sends none. */
  readonly push?: Push | undefined
  /** What is known of bots beside what the log says; absent where this server works none of one's own. */
  readonly bots?: BotFacts | undefined
}

/** One whose turns are taken in this process, always. */
export interface OwnedHost extends WorkspaceHost {
  readonly store: WorkspaceStore
}

export interface BotFacts {
  /** How the program behind a webhook does; null: there is none, or nothing was asked of it yet. */
  readonly endpointOf: (botId: BotId) => BotEndpoint | null
  /** Where programs of a bot join that connect by themselves; null: the bot is none of that kind. The same one as long as it is. */
  readonly linesOf: (botId: BotId) => BotLinePlace | null
  /** The steps of the published scenario, in the order of a conversation. */
  readonly stepsOf: (bot: Bot) => readonly Pick<BotStep, 'node' | 'kind' | 'text'>[]
  /** What a model does for operators who ask. Absent where none can be asked. */
  readonly help?: HelpDesk
  /** Asks a model what a client might ask, by settings that were found in order. Absent where none can be asked. */
  readonly tryModel?: (trial: BotTrialRequest, signal: AbortSignal) => Promise<BotTrial>
}

/** A model beside the operators. */
export interface HelpDesk {
  /** What it does, by the settings of now. */
  readonly kinds: () => readonly HelpKind[]
  /** @param messages of the session, oldest first. Never rejects for what the model does */
  readonly give: (
    request: HelpRequest,
    messages: readonly Message[],
    signal: AbortSignal,
  ) => Promise<HelpGiven>
}

export interface BotLinePlace {
  /** Null: enough programs are there. What is owed is told at once. */
  readonly join: (end: {
    /** False: it cannot be taken. */
    readonly tell: (letter: { readonly id: string; readonly body: string }) => boolean
  }) => BotLineJoined | null
}

export interface BotLineJoined {
  /** A sentence where the reply cannot be taken. */
  readonly answer: (eventId: string, reply: unknown) => string | undefined
  readonly fail: (eventId: string, sentence: string) => void
  readonly leave: () => void
}

/** The workspaces of this process. */
export interface Workspaces {
  all(): Iterable<WorkspaceHost>
  byId(id: string): WorkspaceHost | undefined
}

/** The workspace and channel of a public channel key. */
export function findChannel(
  workspaces: Workspaces,
  channelKey: string,
): { host: WorkspaceHost; channelId: ChannelId } | undefined {
  for (const host of workspaces.all()) {
    const channelId = host.engine.state.channelsByKey.get(channelKey)
    if (channelId !== undefined) return { host, channelId }
  }
  return undefined
}
