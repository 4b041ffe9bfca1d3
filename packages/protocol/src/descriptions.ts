import type { botEvents, botStreamCommands } from './bot-stream.ts'
import type { CloseName } from './close-codes.ts'
import type { ClientCommandName, OperatorCommandName, streamCommands } from './commands.ts'
import type { ClientEventName, OperatorEventName } from './events.ts'
import type { reads } from './http.ts'

/**
 * One sentence for each word of the wire: what OpenAPI and AsyncAPI show. A word without a sentence does not compile.
 * For the fifteen events these are the words of the contract.
 */
export const operatorEventDescriptions: { readonly [N in OperatorEventName]: string } = {
  chatSessionStarted: "A new chat session came in; it need not be this operator's, it may just be in Help.",
  operatorNotFound: 'A session found no operator and fell into Help.',
  chatSessionAdded: 'A session came to this operator.',
  chatMessageCreated: 'A new message in a chat; its author is told too.',
  chatMessageEdited: 'One of the operators, or the author, edited a message.',
  chatMessageRead: 'The client has read this message and everything before it.',
  chatSessionDeleted:
    'The session is taken from the operator: transferred, reassigned, or gone to the bot after a TERMINAL message.',
  chatSessionSwitchedFromBotToOperator:
    'A session was switched from the bot to an operator; who gets it is told right after.',
  sessionClosedByClient: 'The client closed the session.',
  operatorBlocked:
    'The operator was blocked on the platform: throw the operator out of the cabinet. Close code 4403 follows.',
  chatUserExists:
    'Someone logged in as this operator: the current login must be closed. Close code 4409 follows.',
  typing:
    'The user is typing a message in the chat. A signal: not numbered, not replayed, stands for expiresInMs unless repeated.',
  operatorLoggedOut: 'Make the operator offline: the login has ended. Close code 4410 follows.',
  clientOnline: 'The client came online.',
  clientOffline: 'The client went offline.',
  chatSessionUpdated: 'Something in the card of a session changed; the whole card, as it is now.',
  chatSessionClosed: 'The session was closed by an operator, the bot, a timer or the system.',
  chatMessageDeleted: 'A message was deleted; its body is gone, its place stays.',
  chatNoteCreated: 'A colleague left a note on a session; clients never see it.',
  chatSessionRated: 'The client rated the session.',
  operatorStatusChanged: "An operator's status changed, with the cause.",
  operatorUpdated:
    "An operator's name, role, groups or limits changed, or the operator is new; the whole entity.",
  groupUpdated: "A group's name or limits changed, or the group is new; the whole entity.",
  channelUpdated: "A channel's settings changed, or the channel is new; the whole entity.",
  cannedReplyUpdated:
    'A canned reply that one may use is new or has changed; the whole entity. Told to everybody who may use it.',
  cannedReplyDeleted: 'A canned reply is gone, or went to a group that is not one’s own.',
  timerExpired: 'A time limit for an answer has passed in a session.',
}

export const clientEventDescriptions: { readonly [N in ClientEventName]: string } = {
  chatSessionStarted: "The client's session began.",
  chatSessionUpdated: 'Who talks in the session changed, or its status; the whole view, as it is now.',
  chatSessionClosed: 'The company closed the session.',
  sessionClosedByClient: 'The client closed the session, perhaps in another tab.',
  chatMessageCreated: "A new message in the chat; the client's own messages come back so too.",
  chatMessageEdited: 'A message was edited.',
  chatMessageRead: 'The company has read this message and everything before it.',
  chatMessageDeleted: 'A message was deleted.',
  chatSessionRated: 'The rating was taken.',
  typing: 'Somebody of the company is typing. A signal: not numbered, not replayed.',
}

export const botEventDescriptions: { readonly [N in keyof typeof botEvents]: string } = {
  botEvent:
    'What happens in a session that the bot has. Told until it is answered, on the next connection too and with the same id; one session’s events one after another.',
}

export const botCommandDescriptions: { readonly [N in keyof typeof botStreamCommands]: string } = {
  answerEvent:
    'Answers an event: what the bot says and does. Null answers later, by `POST /bot/answers`. An event that nobody waits for any more is answered in vain.',
  failEvent: 'Says that the program cannot answer an event: people have the session at once.',
}

export const streamCommandDescriptions: { readonly [N in keyof typeof streamCommands]: string } = {
  connect:
    'The first frame, within 10 s: who one is (a token, or the login cookie) and after which cursor the stream goes on.',
  follow:
    'Asks for the stream again after a cursor, on the same connection: when `prev` of an event is not where one stands. Without a cursor, a snapshot.',
  heartbeat: "The answer to the server's heartbeat, with the cursor of the last event taken in.",
}

export const operatorCommandDescriptions: { readonly [N in OperatorCommandName]: string } = {
  setStatus: "Sets the operator's own status; only those ONLINE are given new sessions.",
  sendMessage:
    'Writes to the client. TERMINAL is a last word: the session then leaves for the bot or is closed. With `seen`, refused as `stale` when somebody else wrote after that message.',
  editMessage:
    'Changes the body, and the attachments where given, of a message of one’s own; the history keeps what stood before.',
  deleteMessage: 'Deletes a message of one’s own; repeating it changes nothing.',
  markRead: 'Marks everything of the client up to and including the message as read.',
  typing: 'Tells the client that one is typing; repeat it while typing, at most every few seconds.',
  takeSession: 'Takes a session from Help; taking what one already has changes nothing.',
  transferSession:
    'Hands a session over: to one operator or to one group, exactly one of the two, with a note for them.',
  returnToBot: "Gives the session back to the channel's bot.",
  closeSession: 'Closes the session, with a reason for the record.',
  markSpam: 'Marks the session as spam, or takes the mark away.',
  banClient: 'Bans the client for good or until a time, or lifts the ban.',
  addNote: 'Leaves a note for colleagues on a session.',
  setTags: 'Replaces all tags of a session.',
  setPriority: 'Sets how early Help gives the session out: the higher, the earlier.',
  updateClient:
    'Changes what is known of a client; fields and attributes left out stay, null empties a field and takes an attribute away.',
  watchSession:
    "Starts or stops watching a session that is somebody else's: its messages, typing and presence are told.",
  createBot:
    'Makes a bot of one’s own. With settings it is published at once; without it has a draft to be written.',
  updateBot:
    'Changes a bot; fields left out stay. New settings become its draft and are in force once it is published. With `rev`, refused as `bot_changed` when somebody else changed the bot since.',
  publishBot:
    'Puts a bot’s draft in force: sessions that come to the bot, and those that it has, go by it from then on.',
  deleteBot: 'Deletes a bot that no channel has.',
  createArticle: 'Keeps an article that bots by a model answer from. For admins.',
  updateArticle: 'Changes an article; fields left out stay, null takes the address away. For admins.',
  deleteArticle: 'Deletes an article: no bot answers from it any more. For admins.',
  createCannedReply:
    'Keeps a reply to be sent again: a personal one, or, by supervisors, one that all or the members of one group share. The shortcut is unique, in any case, among the shared ones and among those of each operator.',
  updateCannedReply:
    'Changes a canned reply; fields left out stay. Shared ones by supervisors, personal ones by their owner.',
  deleteCannedReply: 'Deletes a canned reply. Shared ones by supervisors, personal ones by their owner.',
  subscribePush:
    'Has this browser told by Web Push while the operator has no connection: of messages in their sessions, of sessions given to them, of sessions in Help that nobody is there for. Ends with the login; the same endpoint again replaces the earlier subscription.',
  unsubscribePush: 'Ends the pushes to this browser; repeating it changes nothing.',
  assignSession: 'Gives a session to an operator, whoever has it. For supervisors.',
  logOutOperator: 'Ends every login of an operator. For supervisors.',
  setOperatorStatus: "Sets another operator's status. For supervisors.",
  blockOperator:
    'Blocks an operator: every connection and token ends within a second; or lifts the block. For admins.',
  createGroup: 'Makes a group of operators with its time limits, in seconds. For admins.',
  updateGroup: 'Changes a group; fields left out stay, null takes a limit away. For admins.',
  createOperator: 'Makes an operator who can sign in with this e-mail and password. For admins.',
  updateOperator: 'Changes an operator; fields left out stay. For admins.',
  createChannel:
    'Makes a channel. The key is public, a widget carries it; the secret signs identities and is shown only here. For admins.',
  updateChannel:
    'Changes a channel; fields left out stay. `rotateSecret` answers with a new secret. For admins.',
}

export const clientCommandDescriptions: { readonly [N in ClientCommandName]: string } = {
  sendMessage:
    'Writes to the company; opens a session where none is open. `actionId` names the button that was clicked.',
  editMessage: 'Changes the body, and the attachments where given, of a message of one’s own.',
  deleteMessage: 'Deletes a message of one’s own; repeating it changes nothing.',
  markRead: 'Marks everything of the company up to and including the message as read.',
  typing: 'Tells the company that one is typing; repeat it while typing, at most every few seconds.',
  callOperator: 'Asks the bot for a person.',
  closeSession: "Closes the client's open session.",
  rateSession: 'Rates a session from 1 to 5; a later rating replaces the earlier.',
  setPage: 'Tells which page the client has open; operators see it on the card.',
}

export const closeDescriptions: { readonly [N in CloseName]: string } = {
  shuttingDown: 'The server is stopping or moving; connect again.',
  sameInstance: 'The same instance opened a newer connection; this one is of no use any more.',
  silent: 'Nothing was heard from the client for 35 s.',
  tooSlow: 'The reader stayed behind; it resumes from its cursor.',
  badCursor: 'The cursor cannot be used; connect without one.',
  tokenExpired: 'The token has expired; renew it, then connect.',
  rateLimited: 'Too much at once; connect again after `retryMs`.',
  overloaded: 'The server is busy; connect again after `retryMs`.',
  protocolError: 'The client does not speak this protocol.',
  notAuthenticated: 'The token or the cookie is not good; sign in.',
  operatorBlocked: 'The operator is blocked; `operatorBlocked` was told before.',
  version: 'The server does not speak this version of the protocol.',
  loggedInElsewhere: 'A newer login won; `chatUserExists` was told before.',
  loggedOut: 'The login has ended; `operatorLoggedOut` was told before.',
  frameTooLarge: 'A frame was larger than 64 KiB.',
}

export const readDescriptions: { readonly [P in keyof typeof reads]: string } = {
  'GET /sessions':
    'Sessions that the operator may see, the last changed first. `q` searches messages and names. With `clientId`: all of a client whose chat they may read.',
  'GET /sessions/{id}': 'One session.',
  'GET /sessions/{id}/messages':
    'The messages of one session, newest first. Deleted ones are there without their body.',
  'GET /sessions/{id}/notes': "Colleagues' notes on a session, newest first.",
  'GET /sessions/{id}/activities':
    'The way of a session, newest first: who got it, from whom, by whom and why; limits that passed, the end, the rating.',
  'GET /chats/{id}/messages':
    "The messages of a chat through all its sessions, newest first; a client reads its own chat's.",
  'GET /clients/{id}': 'What is known of a client.',
  'GET /operators': 'The operators of the workspace, each with how many sessions they hold now.',
  'GET /groups': 'The groups of the workspace.',
  'GET /channels': 'The channels of the workspace.',
  'GET /bots': 'The bots of one’s own, with what they work by. Admins only.',
  'GET /bots/activity':
    'What the bots did in the last days and have in hand now, the built-in one among them. Supervisors and admins only.',
  'GET /bots/{id}/activity':
    'What one bot did, by day, by version and by step of its scenario, its last failures, and how its program answers. The built-in one is called BUILTIN.',
  'GET /bots/{id}/versions':
    'What a bot worked by, the last versions that were published, newest first, without keys and tokens. Admins only.',
  'GET /articles': 'The articles that bots by a model answer from, without their bodies. Admins only.',
  'GET /articles/{id}': 'One article. Admins only.',
  'GET /canned-replies':
    'The canned replies that one may use: the shared ones of all and of one’s groups, and one’s own.',
  'GET /help': 'What a model does here for operators who ask: nothing until an admin turns it on.',
  'GET /push': 'The key that a browser subscribes to Web Push with; null where this server sends none.',
  'GET /nodes':
    'The machines that this Pult runs on: which of them take part, which one takes the turns of the workspace, how far each is behind the log, how it reaches the others and the database. Any of them answers. Admins only.',
  'GET /events':
    'The same log as the stream, by long poll: events after the cursor, or an empty answer after `waitMs`. Each item is a frame as on the stream.',
  'GET /attachments/{id}':
    'The file itself. The address is signed and expires; it comes ready-made in `url` and `previewUrl`.',
}
