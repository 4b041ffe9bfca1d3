export type { ModelPorts } from './asking.ts'
export type { ArticleText } from './article-index.ts'
export type { DayLedger } from './budget.ts'
export {
  modelBot,
  type ModelBot,
  type ModelBotPorts,
  type ModelBotSettings,
  type ModelState,
} from './model-bot.ts'
export { modelSettingsSchema, type ModelSettings } from './settings.ts'
export { tryModel } from './trial.ts'
