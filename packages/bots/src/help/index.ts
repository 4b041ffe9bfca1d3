export { giveHelp } from './give-help.ts'
