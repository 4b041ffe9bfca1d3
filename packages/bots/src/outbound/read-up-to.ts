/**
 * Reads a body to its end, or null as soon as it is longer than `bytesMax`; what is left of it is not read then. `onText` is told each piece as it comes, and
 * ends the reading by saying 'enough'. Rejects where the body breaks off.
 */
export async function readUpTo(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
  onText?: (text: string) => 'enough' | undefined,
): Promise<string | null> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  // Leaving the loop cancels the stream, and with it the connection.
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > bytesMax) return null
    const piece = decoder.decode(chunk, { stream: true })
    text += piece
    if (onText?.(piece) === 'enough') return text
  }
  return text + decoder.decode()
}
