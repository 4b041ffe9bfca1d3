export {
  createBotHost,
  type Bot,
  type BotAnswer,
  type BotEvent,
  type BotHostOptions,
  type SendBotCommand,
} from './bot.ts'
export { builtinBot, CALL_OPERATOR } from './builtin.ts'
