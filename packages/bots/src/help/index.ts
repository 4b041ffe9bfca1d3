export { giveHelp, TURNED_OFF } from './give-help.ts'
