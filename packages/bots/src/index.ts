export type { Bot, BotContext, BotEvent, BotTurn, ReceivedWhy } from './bot.ts'
export { createBotHost, type BotHost, type BotHostOptions, type BotOrder } from './bot-host.ts'
export { builtinBot, CALL_OPERATOR } from './builtin.ts'
export {
  flowSettingsSchema,
  settingsFault,
  settingsShown,
  programSettingsOf,
  webhookSettingsSchema,
  type SettingsFault,
} from './settings.ts'
export {
  createOutbound,
  parseAllowance,
  systemResolve,
  type Allowance,
  type Outbound,
  type OutboundAnswer,
  type OutboundFault,
  type OutboundRequest,
} from './outbound/index.ts'
export {
  createLineHub,
  lineBot,
  type JoinedLine,
  type LineBotPorts,
  type LineEnd,
  type LineHub,
  type LinePorts,
  type LineState,
} from './line/index.ts'
export {
  answerFault,
  webhookBot,
  type WebhookBot,
  type WebhookPorts,
  type WebhookSettings,
} from './webhook/index.ts'
export { EndpointError, type EndpointFailure, type EndpointState } from './endpoint/index.ts'
export { giveHelp, TURNED_OFF } from './help/index.ts'
export { createFlowBot, type FlowBotPorts, type FlowBotSettings } from './flow-bot.ts'
export {
  modelBot,
  modelSettingsSchema,
  tryModel,
  type ArticleText,
  type DayLedger,
  type ModelBot,
  type ModelBotPorts,
  type ModelBotSettings,
  type ModelPorts,
  type ModelSettings,
  type ModelState,
} from './model/index.ts'
