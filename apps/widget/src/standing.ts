/** Where the chat stands, in words and in what can be done: pure readings of the SDK's state. */
import type { Refusal, Stop, VisitorState } from '@pult/client'
import { fill } from './fill.ts'
import type { View } from './view.ts'
import * as words from './words.ts'

/** The line under the title. */
export function statusLine({ session }: Pick<VisitorState, 'session'>): string {
  if (session === null) return words.statusIdle
  if (session.status === 'CLOSED') return words.statusClosed
  if (session.botStatus === 'BOT') return words.statusBot
  if (session.botStatus === 'HELP') return words.statusHelp
  return fill(words.statusOperator, { name: session.operator?.name ?? words.operator })
}

/** What may be asked of the session now. */
export function permitted({ session, connection }: Pick<VisitorState, 'session' | 'connection'>): {
  readonly callOperator: boolean
  readonly endChat: boolean
  readonly rate: boolean
} {
  const live = connection.name === 'live'
  const active = session?.status === 'ACTIVE'
  return {
    callOperator: live && active && session.botStatus === 'BOT',
    endChat: live && active,
    rate: session?.status === 'CLOSED' && session.score === null,
  }
}

/** There is something to send, all of it is here, and the stream has not stopped for good. Without a network it waits in the outbox. */
export function maySubmit({ chat, composing, text, uploads }: View): boolean {
  if (chat === null || chat.connection.name === 'stopped') return false
  if (composing.name === 'editing') return text.trim() !== ''
  return uploads.every((upload) => upload.attachment !== null) && (text.trim() !== '' || uploads.length > 0)
}

/** The sentence of a stream that has stopped for good: what happened and what to do. */
export function stopSentence(stop: Stop): string {
  switch (stop.refusal?.code) {
    case 'origin_not_allowed':
      return words.stoppedOrigin
    case 'channel_not_found':
      return words.stoppedChannel
    case 'identity_refused':
      return words.stoppedIdentity
    case 'client_banned':
      return words.errorBanned
    default:
      return words.stopped
  }
}

/** The sentence of a refused command, for the visitor: by the code, since the server's own message is for developers. */
export function refusalSentence(code: Refusal['code'] | undefined): string {
  switch (code) {
    case 'client_banned':
      return words.errorBanned
    case 'rate_limited':
    case 'too_many':
      return words.errorTooFast
    case 'storage_full':
      return words.errorFull
    case 'attachment_refused':
      return words.errorRefused
    default:
      return words.errorElse
  }
}

/** Who wrote, as the visitor should see it. */
export function authorOf(message: {
  readonly authorType: string
  readonly authorName: string | null
}): string {
  if (message.authorType === 'CLIENT') return words.you
  return message.authorName ?? (message.authorType === 'BOT' ? words.bot : words.operator)
}
