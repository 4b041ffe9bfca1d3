import { z } from 'zod'
import { errorSchema } from './errors.ts'

/** [C3] What every refusal over HTTP answers with; the status is that of the code. */
export const errorBodySchema = z.object({ error: errorSchema })
export type ErrorBody = z.infer<typeof errorBodySchema>

/** [C1] What a command over HTTP answers with: the reply frame without `action` and `id`. `seq`: where its last event stands. */
export function commandBodyOf<R extends z.ZodType>(
  reply: R,
): z.ZodObject<{ data: R; seq: z.ZodOptional<z.ZodNumber> }> {
  return z.object({ data: reply, seq: z.number().int().optional() })
}

/** Every answer under `/api/v1` carries where the log stood, as a cursor [S3]. */
export const CURSOR_HEADER = 'Pult-Cursor'

/** The login cookie. `__Host-` keeps other sites of the domain from planting one, and browsers take it over https only. */
export function loginCookieName(secure: boolean): string {
  return secure ? '__Host-pult_login' : 'pult_login'
}
