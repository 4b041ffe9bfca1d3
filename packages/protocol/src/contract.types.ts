/**
 * The operator's contract as its page has it, copied literally and kept apart from the schemas: what the schemas are held against.
 * It changes only when the contract does.
 */

interface ChatSessionStarted {
  event: 'chatSessionStarted'
  data: ChatSession
}

interface ChatSessionAdded {
  action: 'chatSessionAdded'
  data: ChatSession
}

export type ChatSession = {
  id: string
  chatId: string
  clientId: string | null
  name: string
  markedAsSpam: boolean
  operatorId: string | number | null
  operatorType?: string
  channel: string
  botStatus?: string | null
  status: string
  startedAt: string
  clientOnlineAt?: string | null
  clientOfflineAt?: string | null
  lastMessageCreatedAt: string | null
  lastMessage?: unknown
  clientExternalId?: string | null
  clientBanned?: boolean | null
  referer?: string
  clientIp?: string | null
  coordinates?: {
    city?: string | null
    latitude?: number | null
    zip_code?: string | null
    longitude?: number | null
    time_zone?: string | null
    region_name?: string | null
    country_code?: string | null
    country_name?: string | null
  } | null
  unreadClientMessageCount?: number | null
  unreadClientMessageExists?: boolean | null
  messengerType?: string | null
  whatsappPhone?: string | null
  timerFirstAnswer?: number
  timerNextAnswers?: number
  lastOperatorMessage?: unknown
  firstClientMessageAfterLastOperatorMessage?: unknown
  operatorAssignedAt: string | null
  previousOperator?: { id?: string | null; name?: string | null } | null
}

interface OperatorNotFound {
  action: 'operatorNotFound'
  data: {
    botStatus: string
    chatId: string
    operatorType: string
    sessionId: string
    status: string
  }
}

export interface ChatMessageCreated {
  action: 'chatMessageCreated'
  data: {
    id: string
    sessionId: string
    clientId: string | null
    authorId: string
    authorType: string
    authorName: string | null
    type: 'REGULAR' | 'TERMINAL'
    body: string
    attachments: unknown[]
    createdAt: string
    updatedAt?: string | null
    readAt?: string | null
    deletedAt?: string | null
    actions?: unknown[]
    replyTo?: {
      id: string
      authorType: string
      body: string
      attachments: unknown[]
      authorName: string | null
    } | null
    history?: { editedAt?: string | null }[]
    replyToMessage?: {
      id: string
      authorType: string
      body: string
      attachments: unknown[]
      authorName: string | null
    } | null
  }
}

interface ChatMessageEdited {
  action: 'chatMessageEdited'
  data: { body: string; messageId: string; attachments: unknown[] }
}

interface ChatMessageRead {
  action: 'chatMessageRead'
  data: { messageId: string }
}

interface ChatSessionDeleted {
  action: 'chatSessionDeleted'
  data: { sessionId: string }
}

/** What the page leaves open and the wire contract settles. */
interface SettledData {
  chatSessionSwitchedFromBotToOperator: ChatSession
  sessionClosedByClient: { sessionId: string; chatId: string; closedAt: string }
  operatorBlocked: { operatorId: string; blockedAt: string; reason: string | null }
  chatUserExists: { operatorId: string; loggedInAt: string; clientIp: string | null; device: string | null }
  operatorLoggedOut: { operatorId: string; reason: 'LOGOUT' | 'FORCED' | 'EXPIRED' }
  typing: {
    sessionId: string
    chatId: string
    authorId: string
    authorType: string
    text?: string
    expiresInMs: number
  }
  clientOnline: { clientId: string; chatId: string; sessionId: string | null; clientOnlineAt: string }
  clientOffline: { clientId: string; chatId: string; sessionId: string | null; clientOfflineAt: string }
}

/** The data of the fifteen, by name. */
export interface ContractData extends SettledData {
  chatSessionStarted: ChatSessionStarted['data']
  chatSessionAdded: ChatSessionAdded['data']
  operatorNotFound: OperatorNotFound['data']
  chatMessageCreated: ChatMessageCreated['data']
  chatMessageEdited: ChatMessageEdited['data']
  chatMessageRead: ChatMessageRead['data']
  chatSessionDeleted: ChatSessionDeleted['data']
}
