/** What lies over the desk, one at a time; whoever wants it there sets it, so that a button, a key and the palette do the same. */
export type Over =
  | { readonly name: 'palette' }
  | { readonly name: 'keys' }
  | { readonly name: 'preferences' }
  /** Drafts whose chats stand in no list. */
  | { readonly name: 'drafts' }
  /** The manager of canned replies; with `text`, a new one of these words. */
  | { readonly name: 'canned'; readonly text?: string }
  | { readonly name: SessionDialogName; readonly sessionId: string }

export type SessionDialogName = 'transfer' | 'close' | 'ban' | 'tags' | 'priority'
