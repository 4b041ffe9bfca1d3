export { activityOf, isActivity, type SessionActivity } from './activities.ts'
export {
  BOT_COUNTS_KEPT_MS,
  BOT_FAILURES_KEPT,
  botCountsOf,
  botFailureOf,
  BUILTIN_BOT,
  type BotCount,
  type BotCounted,
  type BotFailure,
  type BotOutcome,
} from './bot-counts.ts'
export { secretsOf } from './bots.ts'
export * from './entities.ts'
export * from './facts.ts'
export * from './ports.ts'
export { makeId, seqOfId, tagOf, TAG_DIGITS, type IdPrefix } from './ids.ts'
export { versionsOf } from './bots.ts'
export { mayUse } from './canned-replies.ts'
export { includesOperator, sees, belongs } from './audience.ts'
export { MembershipAsTold, type Membership } from './membership.ts'
export type {
  BotActor,
  BotCommand,
  ClientActor,
  Command,
  Given,
  OperatorActor,
  Outcome,
  Signal,
  SystemCommand,
} from './commands.ts'
export { helpInOrder } from './routing.ts'
export { loadOf, type Workspace } from './state.ts'
export { operatorConnected, clientConnected } from './presence.ts'
export { BOT_ANSWER_MS_MAX } from './session-timers.ts'
export { TAIL_MAX } from './apply.ts'
export type { Engine } from './engine.ts'
export { LogCopy } from './log-copy.ts'
export { Replica } from './replica.ts'
export { WorkspaceEngine, type EnginePorts } from './workspace-engine.ts'
