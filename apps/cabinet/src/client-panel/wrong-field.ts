import { PultError } from '@pult/client'

/** Which of a form's fields a refusal is about: "data.email" is about `email`, "data.attributes.plan" about `attributes`. */
export function wrongField<Field extends string>(error: unknown, fields: readonly Field[]): Field | null {
  if (!(error instanceof PultError) || error.code !== 'validation_failed') return null
  const named = error.field?.replace(/^data\./, '').split('.')[0]
  return fields.find((field) => field === named) ?? null
}
