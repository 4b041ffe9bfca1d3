import type { Phrase } from '../words.ts'
import type { en } from './en.ts'

/** Russian: the editor of scenarios. */
export const ru: { readonly [K in keyof typeof en]: Phrase } = {
  'flow.versions': 'Версии',
  'flow.version': 'Версия {version}',
  'flow.versions.none': 'Ещё ничего не опубликовано. Каждая публикация остаётся здесь.',
  'flow.versions.first': 'Первая из сохранённых, целиком.',
  'flow.versions.since': 'Что изменилось после версии {version}.',
  'flow.versions.open': 'Открыть как черновик',
  'flow.versions.opened': 'Версия {version} теперь в черновике; она не опубликована.',
  'flow.changes': 'Отличия, строка за строкой',
  'flow.same': 'Тот же сценарий: разве что узлы стоят иначе.',
  'flow.skipped': {
    one: '{count} такая же строка',
    few: '{count} такие же строки',
    many: '{count} таких же строк',
    other: '{count} такой же строки',
  },
  'flow.line.added': 'Новая',
  'flow.line.gone': 'Убрана',
  'flow.conflict': 'Этот сценарий сохранил кто-то ещё',
  'flow.conflict.lead':
    'Его сохранили {at}, после того как вы его открыли. Ваше пока не сохранено; решите, чей останется.',
  'flow.conflict.changes': 'Ваш отличается от него так:',
  'flow.conflict.see': 'Показать отличия',
  'flow.conflict.take': 'Взять чужой',
  'flow.conflict.overwrite': 'Сохранить мой поверх',
  'flow.saved': 'Черновик сохранён.',
}
