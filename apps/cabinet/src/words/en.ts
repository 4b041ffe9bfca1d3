import { admin } from './en/admin.ts'
import { attention } from './en/attention.ts'
import { chat } from './en/chat.ts'
import { composer } from './en/composer.ts'
import { deeds } from './en/deeds.ts'
import { desk } from './en/desk.ts'
import { errors } from './en/errors.ts'
import { faults } from './en/faults.ts'
import { list } from './en/list.ts'
import { panel } from './en/panel.ts'

/** Everything that the cabinet says, in English, by the part of the screen. `ru.ts` has the same keys; a test compares them. */
export const en = {
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
