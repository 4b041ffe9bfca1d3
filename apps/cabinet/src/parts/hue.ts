/** As many as there are `hue-…` pairs among the tokens. */
export const HUES = 8

/** Which of the colours a person has, 0 to {@link HUES} − 1: by the id, so that it stays when the name is put right. */
export function hueOf(id: string): number {
  // FNV-1a: ids differ in their last signs only, and neighbours in a list should not look alike.
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  // The low bits of this hash follow the last sign too closely.
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES
}
