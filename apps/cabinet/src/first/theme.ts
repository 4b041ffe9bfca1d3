export type Theme = 'auto' | 'light' | 'dark'

/** What was chosen before; anything else follows the system. */
export function themeOf(stored: string | null): Theme {
  return stored === 'light' || stored === 'dark' ? stored : 'auto'
}

/** A page without a mark of its own follows the system. */
export function showTheme(theme: Theme, root: HTMLElement): void {
  if (theme === 'auto') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}
