/**
 * What a field's name cannot say: units, who sees it, what null means. Shown in the served descriptions of the entities.
 * Keyed by the entity's name there; a test holds every key against the schemas.
 */
export const fieldDescriptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ChatSession: {
    id: 'One episode of a chat, from the first message until it is closed.',
    chatId: 'The lasting conversation of one client in one channel.',
    name: "The client's name, or one made up for the client.",
    operatorId: 'Who has the session; null while the bot or Help has it.',
    operatorType: 'Whose turn it is.',
    channel: 'The id of the channel that the client wrote in.',
    botStatus: 'Who holds the session: BOT talks, HELP waits for an operator, OPERATOR has one.',
    clientOnlineAt: 'When the client last came online.',
    clientOfflineAt: 'When the client last went offline.',
    clientExternalId: "The client's id in the company's own system, vouched for by a signed identity.",
    referer: 'The page that led the client to the site.',
    coordinates: 'Where the IP is, roughly; null for private and unknown addresses.',
    unreadClientMessageCount: 'Messages of the client that the assigned operator has not read.',
    whatsappPhone: 'E.164.',
    timerFirstAnswer:
      'Seconds for the first answer, counted from operatorAssignedAt; absent where no limit is set.',
    timerNextAnswers:
      'Seconds for each next answer, counted from firstClientMessageAfterLastOperatorMessage.createdAt; absent where no limit is set.',
    operatorAssignedAt: 'When the session came to the operator who has it; null while nobody has it.',
    previousOperator: 'Who had the session before.',
    groupId: 'The group whose operators may take the session.',
    priority: '−10 to 10, 0 by default; Help gives out the higher first.',
    nextAction: 'What happens by itself at nextActionAt; null where nothing is due.',
    page: 'The page that the client has open, where a widget tells it.',
    device:
      "The client's browser and system when the session started, such as Chrome on Windows; null where it is not known.",
    score: "The client's rating, 1 to 5, or null.",
    rev: 'The seq of the last change of this entity.',
  },
  Activity: {
    kind: 'ASSIGNED: by the routing, or by a supervisor (rule COMMAND). TRANSFERRED and REASSIGNED without an operator wait in Help of the group. TERMINAL: back to the bot by a last word.',
    by: 'Who did it; SYSTEM is time or the routing. null where an older log does not say.',
    operator: 'Who has the session from then on, or had it at the end; null: the bot or Help.',
    previousOperator: 'From whom the session went; null where nobody had it.',
    group: 'Whose operators may take the session from then on.',
    reason:
      "CLOSED: the operator's words, INACTIVE, or TERMINAL. REASSIGNED: NO_ANSWER, or why the operator is gone (CONNECTION_LOST, LOGOUT, EXPIRED, FORCED, BLOCKED). HANDED_OVER: BOT_SILENT, BOT_FAILED. RETURNED_TO_BOT: OPERATOR_UNAVAILABLE (nobody was there), INACTIVE (the client was silent). RATED: the client's comment.",
    rule: 'Why this operator; with a change of hands among people.',
    timer: 'Which limit passed.',
    score: 'With RATED, 1 to 5.',
  },
  Message: {
    authorId: 'The id of who wrote it: a client, an operator, a bot.',
    type: "TERMINAL is an operator's last word: the session then leaves for the bot or is closed.",
    body: 'Plain text; empty when deleted or when there are only attachments.',
    updatedAt: 'When it was last edited, or null.',
    readAt: 'When the other side read it, or null.',
    deletedAt: 'When it was deleted, or null.',
    actions: 'Buttons under the message; a click comes back as a message with actionId.',
    actionId: 'The button that the client clicked.',
    replyTo: 'The quoted message as it was when quoted.',
    replyToMessage: 'The quoted message as it is now.',
    history:
      'One entry for each edit, oldest first; body is what stood before it, for those allowed to see it.',
    key: "The sender's key, told to the sender alone, so that its own pending message is recognised.",
  },
  Attachment: {
    size: 'In bytes.',
    url: 'Signed, expires; read the message again for a fresh one.',
    previewUrl: 'A small picture, signed like url.',
    width: 'In pixels.',
    height: 'In pixels.',
    durationMs: 'Of sound and video.',
  },
  Operator: {
    capacity: 'How many sessions the operator is given at once.',
    statusCause: 'Why the status is what it is.',
    watchesBotSessions: 'Is told of sessions that start with a bot.',
    rev: 'The seq of the last change of this entity.',
  },
  Group: {
    timerFirstAnswer: 'Seconds; absent where no limit is set.',
    timerNextAnswers: 'Seconds; absent where no limit is set.',
    reassignAfter: 'Seconds without an answer after which the session goes to somebody else; absent: never.',
    closeAfter:
      'Seconds without a word from the client, after an answer, until the session is closed; absent: never.',
    returnToBotAfter:
      'Seconds without a word from the client, after an answer, until the channel’s bot has the session again; absent: never.',
  },
  Channel: {
    channelKey: 'Public: a widget carries it.',
    origins: 'Sites that may embed the widget; * for any.',
  },
  Bot: {
    settings: 'What it works by now, in the shape of its kind; null: nothing was published yet.',
    draft: 'What is being worked on; null: nothing since it was published.',
    version: 'How many times it was published.',
    answerWithin: 'Seconds that it may owe an answer before people are asked.',
    takesBack: 'Has a session back that it handed over while nobody was there.',
    rev: 'The seq of the last change of this entity.',
  },
  CannedReply: {
    shortcut: 'What one types after /, without it.',
    title: 'May be empty.',
    body: 'Plain text; variables such as {client.name} are filled in by the cabinet.',
    groupId: 'The group that shares it; null: everybody, or the owner alone.',
    operatorId: 'Whose it is; null: shared.',
    rev: 'The seq of the last change of this entity.',
  },
  Error: {
    code: 'What a program decides by.',
    message: 'What a person reads.',
    field: 'The dotted path of the field that is wrong: data.body, data.operatorId, command.',
    temporary: 'True: the same command may succeed later by itself.',
    retryMs: 'Wait at least so long, in milliseconds.',
    missed: 'Only with stale: the messages written after seen, oldest first.',
  },
}
