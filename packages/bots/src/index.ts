export type { Bot, BotContext, BotEvent, ReceivedWhy } from './bot.ts'
export { createBotHost, type BotHost, type BotHostOptions, type BotOrder } from './bot-host.ts'
export { builtinBot, CALL_OPERATOR } from './builtin.ts'
