/** What an operator may want to be called for, the most urgent first. */
export const kinds = ['late', 'lost', 'newChat', 'help', 'message', 'soon', 'onScreen'] as const
export type Kind = (typeof kinds)[number]
