import { isTrue } from '../expect.ts'
import type { Answer } from './http.ts'

/** The login cookie that signing in has set, as a browser sends it back. Without one, whoever is turned away would be turned away for nothing. */
export function cookieIn({ headers }: Answer): string {
  const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';')
  isTrue('signing in sets the login cookie', cookie !== '')
  return cookie
}
