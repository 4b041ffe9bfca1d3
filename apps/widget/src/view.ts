import type { VisitorState } from '@pult/client'
import type { Attachment, Message } from '@pult/protocol'

/** What the text field is for at the moment. */
export type Composing =
  | { readonly name: 'writing' }
  | {
      readonly name: 'replying'
      readonly to: Pick<Message, 'authorType' | 'authorName' | 'body'> & { readonly id: string }
    }
  /** `draft`: what was being written before; it comes back afterwards. */
  | { readonly name: 'editing'; readonly messageId: string; readonly body: string; readonly draft: string }

/** A file between being chosen and being sent with a message. `share`: 0 to 1. */
export interface Upload {
  readonly id: number
  readonly name: string
  readonly share: number
  /** Null until it is stored. */
  readonly attachment: Attachment | null
}

/** What lies over the log: at most one thing at a time. `key` is the row's. */
export type Over =
  | { readonly name: 'nothing' }
  | { readonly name: 'menu' }
  | { readonly name: 'askingToEnd' }
  | { readonly name: 'tools'; readonly key: string }
  | { readonly name: 'askingToDelete'; readonly key: string }

/** Everything that is on screen, as one value: replaced, never changed. */
export interface View {
  readonly open: boolean
  /** Null until the visitor opens the chat for the first time: before that nobody is asked and nothing is stored. */
  readonly chat: VisitorState | null
  /** The connection has been away long enough to say so. */
  readonly late: boolean
  readonly text: string
  readonly composing: Composing
  readonly uploads: readonly Upload[]
  /** Files are held over the panel. */
  readonly dragging: boolean
  readonly over: Over
  /** What went wrong last, until the next thing is done. */
  readonly notice: string | null
  /** Messages came while the reader was farther up. */
  readonly missed: boolean
  /** Pictures that the browser would not show, by attachment: they are shown as files. */
  readonly unseen: ReadonlySet<string>
  readonly score: number
  readonly comment: string
  /** The session that the visitor rated just now. */
  readonly rated: string | null
  /** What a screen reader is told. */
  readonly announcement: string
}

export const nothing: Over = { name: 'nothing' }
export const writing: Composing = { name: 'writing' }

export const initialView: View = {
  open: false,
  chat: null,
  late: false,
  text: '',
  composing: writing,
  uploads: [],
  dragging: false,
  over: nothing,
  notice: null,
  missed: false,
  unseen: new Set(),
  score: 0,
  comment: '',
  rated: null,
  announcement: '',
}
