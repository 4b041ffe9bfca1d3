import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { ChatView } from './chat-view.ts'

/** What every line of one chat is drawn by. */
export interface ChatFrame {
  readonly sessionId: string
  /** The client's, for messages that do not say one. */
  readonly name: string
  readonly clientId: string | null
  /** An answer can be written here. */
  readonly writable: boolean
  readonly view: ChatView
}

export const ChatContext = createContext<ChatFrame | null>(null)

export function useChat(): ChatFrame {
  const chat = useContext(ChatContext)
  if (chat === null) throw new Error('A line of a chat stands outside of it.')
  return chat
}
