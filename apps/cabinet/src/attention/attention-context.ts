import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Attention } from './attention.ts'

export const AttentionContext = createContext<Attention | null>(null)

export function useAttention(): Attention {
  const attention = useContext(AttentionContext)
  if (attention === null) throw new Error('A component of the desk stands outside of it.')
  return attention
}
