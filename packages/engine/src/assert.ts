/** We were wrong: the state can no longer be trusted, and the workspace reloads from what is durable. */
class Bug extends Error {
  override readonly name = 'Bug'
}

/** Kept on in production. `sentence` says what should have held. */
export function assert(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new Bug(sentence)
}
