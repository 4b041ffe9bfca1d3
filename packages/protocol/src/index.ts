export * from './version.ts'
export * from './limits.ts'
export * from './close-codes.ts'
export * from './errors.ts'
export * from './values.ts'
export * from './entities.ts'
export * from './bot-trial.ts'
export * from './bots.ts'
export * from './bot-fault.ts'
export * from './bot-activity.ts'
export * from './help.ts'
export * from './nodes.ts'
export * from './bot-stream.ts'
export * from './webhook.ts'
export * from './webhook-event.ts'
export * from './events.ts'
export * from './commands.ts'
export * from './frames.ts'
export * from './http.ts'
export { fieldOf, refusalOf } from './validation.ts'
export { errorText, errorTextsRu, type Language } from './errors.ru.ts'
export {
  CURSOR_HEADER,
  commandBodyOf,
  errorBodySchema,
  loginCookieName,
  type ErrorBody,
} from './http-bodies.ts'
export {
  clientCommandDescriptions,
  clientEventDescriptions,
  closeDescriptions,
  operatorCommandDescriptions,
  operatorEventDescriptions,
  readDescriptions,
  streamCommandDescriptions,
} from './descriptions.ts'
export { openApiDocument, type DocumentOptions } from './openapi.ts'
export { asyncApiDocument } from './asyncapi.ts'
