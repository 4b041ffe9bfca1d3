import {
  addedEvents,
  clientCommandDescriptions,
  closeBand,
  closeCodes,
  closeDescriptions,
  contractEvents,
  operatorCommandDescriptions,
  operatorCommands,
  operatorEventDescriptions,
  type CloseName,
  type OperatorCommandName,
  type OperatorEventName,
} from '@pult/protocol'
import { settingList } from '../config.ts'
import { exitCodes, type ExitName } from '../exit-codes.ts'
import type { DocsLanguage } from './layout.ts'
import { ledgerRows } from './ledger-table.ts'
import { anchorOf } from './reference.ts'
import { exitsInRussian, settingsInRussian } from './tables-russian.ts'

/** What stands in a guide as `{{name}}`: tables of what the program knows of itself, so that a guide cannot be out of date. */
export const tables: Readonly<Record<string, (language: DocsLanguage) => string>> = {
  settings: (language) =>
    table(
      language === 'ru' ? ['настройка', 'без неё', ''] : ['setting', 'default', ''],
      settingList.map(({ name, initial, about }) => [
        `\`${name}\``,
        initial === '' ? '' : `\`${initial}\``,
        language === 'ru' ? settingsInRussian[name] : about,
      ]),
    ),
  exitCodes: (language) =>
    table(
      [language === 'ru' ? 'код' : 'code', ''],
      (Object.keys(exitCodes) as ExitName[]).map((name) => [
        `\`${exitCodes[name]}\``,
        (language === 'ru' ? exitsInRussian : exitDescriptions)[name],
      ]),
    ),
  contractEvents: () => events(Object.keys(contractEvents) as OperatorEventName[]),
  addedEvents: () => events(Object.keys(addedEvents) as OperatorEventName[]),
  operatorCommands: () =>
    table(
      ['command', 'for', ''],
      (Object.keys(operatorCommands) as OperatorCommandName[]).map((name) => [
        `[\`${name}\`](/docs/reference/commands#${anchorOf('operator', name)})`,
        `${operatorCommands[name].role}s`,
        operatorCommandDescriptions[name],
      ]),
    ),
  clientCommands: () =>
    table(
      ['command', ''],
      Object.entries(clientCommandDescriptions).map(([name, description]) => [
        `[\`${name}\`](/docs/reference/commands#${anchorOf('client', name)})`,
        description,
      ]),
    ),
  closeCodes: () =>
    table(
      ['code', 'then', ''],
      (Object.keys(closeCodes) as CloseName[]).map((name) => [
        `\`${closeCodes[name]}\``,
        closeBand(closeCodes[name]),
        closeDescriptions[name],
      ]),
    ),
  ledger: (language) =>
    table(
      language === 'ru'
        ? ['испытание', 'прогонов', 'сделано', 'нарушено', 'часов', 'последний']
        : ['trial', 'runs', 'done', 'broken', 'hours', 'last'],
      ledgerRows(),
    ),
}

const exitDescriptions: { readonly [N in ExitName]: string } = {
  done: 'Stopped in order.',
  failed:
    'Something that has no number of its own; `pult simulate` lost or doubled a message; `pult conformance` found a rule that does not hold.',
  usage: 'The command line is wrong.',
  dataDamaged: 'What is kept is damaged or is not ours; restore it from a backup.',
  unavailable: 'The port is taken, or the database or the bucket for files cannot be reached.',
  bug: 'A bug of Pult; what was acknowledged is kept.',
  cannotCreate: 'The data folder cannot be made or written, or its disk is full.',
  diskFailed: 'The disk has failed, while running or starting.',
  locked: 'Another Pult uses the data folder.',
  config: 'A setting is wrong; it is named.',
}

function events(names: readonly OperatorEventName[]): string {
  return table(
    ['event', ''],
    names.map((name) => [
      `[\`${name}\`](/docs/reference/events#${anchorOf('operator', name)})`,
      operatorEventDescriptions[name],
    ]),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`
}

/** @throws when a guide asks for a table that is not there. */
export function withTables(markdown: string, language: DocsLanguage): string {
  return markdown.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const made = tables[name]
    if (made === undefined) throw new Error(`There is no table "${name}".`)
    return made(language)
  })
}
