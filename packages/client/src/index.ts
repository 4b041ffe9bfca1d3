export { createOperatorClient } from './operator-client.ts'
export { createBotClient, type BotClient, type BotOptions, type LaterAnswer } from './bot-client.ts'
export { createVisitorClient } from './visitor-client.ts'
export { changedKeys } from './fold/layered-map.ts'
export { signIn, signOut, whoAmI, type SignIn } from './sign-in.ts'
export { PultError, type LocalErrorCode, type Refusal } from './pult-error.ts'
export type {
  Clock,
  CommonOptions,
  OperatorOptions,
  Socket,
  SocketConstructor,
  Storage,
  VisitorOptions,
} from './options.ts'
export {
  CLOSED_MAX,
  type CommonState,
  type Connection,
  type Departed,
  type HistoryState,
  type OperatorOutboxItem,
  type OperatorState,
  type OutboxItem,
  type Stop,
  type StopName,
  type TerminalEvent,
  type TypingNow,
  type VisitorOutboxItem,
  type VisitorState,
} from './state.ts'
export {
  COMMAND_MS_MAX,
  type BotActivityQuery,
  type CommandOptions,
  type CommonClient,
  type EventMeta,
  type MessagesQuery,
  type OperatorClient,
  type OperatorHistory,
  type Page,
  type PageQuery,
  type PendingMessage,
  type SessionsQuery,
  type UploadOptions,
  type VisitorClient,
} from './client-face.ts'
export { verifyWebhook, type WebhookEvent, type WebhookReply, type WebhookRequest } from './verify-webhook.ts'
