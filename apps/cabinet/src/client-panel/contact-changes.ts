import type { Client } from '@pult/protocol'

export const contactFields = ['name', 'email', 'phone', 'language'] as const
export type ContactField = (typeof contactFields)[number]
export type Contacts = Pick<Client, ContactField>

/**
 * Only what was changed here: what a colleague changed meanwhile in another field stays as they left it. An emptied field is null; a
 * name cannot be emptied, and is sent as it is for the form to refuse.
 */
export function contactChanges(
  before: Contacts,
  written: Readonly<Record<ContactField, string>>,
): Partial<Contacts> {
  const changes: Partial<Contacts> = {}
  const name = written.name.trim()
  if (name !== before.name) changes.name = name
  for (const field of ['email', 'phone', 'language'] as const) {
    const text = written[field].trim()
    if (text !== (before[field] ?? '')) changes[field] = text === '' ? null : text
  }
  return changes
}
