/** What an author without a name is called. */
export const authorKeys = {
  CLIENT: 'chat.client',
  OPERATOR: 'chat.operator',
  BOT: 'chat.bot',
  SYSTEM: 'chat.system',
} as const
