/** What a record itself holds under a name. A variable or a node may be called `constructor`, which every object has from elsewhere. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
