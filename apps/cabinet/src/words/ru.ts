import { admin } from './ru/admin.ts'
import { attention } from './ru/attention.ts'
import { chat } from './ru/chat.ts'
import { composer } from './ru/composer.ts'
import { deeds } from './ru/deeds.ts'
import { desk } from './ru/desk.ts'
import { errors } from './ru/errors.ts'
import { faults } from './ru/faults.ts'
import { list } from './ru/list.ts'
import { panel } from './ru/panel.ts'

/** Всё, что говорит кабинет, по-русски. Те же ключи, что в `en.ts`; это проверяет тест. */
export const ru = {
  ...desk,
  ...attention,
  ...list,
  ...chat,
  ...composer,
  ...deeds,
  ...panel,
  ...admin,
  ...errors,
  ...faults,
} as const
