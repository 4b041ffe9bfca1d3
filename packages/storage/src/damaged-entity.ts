/** A row of the read models that is not what was written there. */
export class DamagedEntity extends Error {
  override readonly name = 'DamagedEntity'

  constructor(of: string) {
    super(`What the read models have of ${of} is damaged.`)
  }
}
