export { lineBot, type LineBotPorts } from './line-bot.ts'
export {
  createLineHub,
  type JoinedLine,
  type LineEnd,
  type LineHub,
  type LinePorts,
  type LineState,
} from './line-hub.ts'
