/** A tone as a WAV file (RIFF, PCM of 8 bits, mono, 8 kHz): a voice message that any browser plays, without a microphone. */
export function toneFile(name: string, seconds: number): File {
  const samples = RATE * seconds
  const view = new DataView(new ArrayBuffer(HEAD_BYTES + samples))
  const write = (at: number, text: string) => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(at + index, text.charCodeAt(index))
  }
  write(0, 'RIFF')
  view.setUint32(4, HEAD_BYTES - 8 + samples, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  // PCM, one channel.
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, RATE, true)
  view.setUint32(28, RATE, true)
  view.setUint16(32, 1, true)
  view.setUint16(34, 8, true)
  write(36, 'data')
  view.setUint32(40, samples, true)
  for (let index = 0; index < samples; index += 1)
    view.setUint8(HEAD_BYTES + index, 128 + Math.round(60 * Math.sin(index / 8)))
  return new File([view.buffer], name, { type: 'audio/wav' })
}

const HEAD_BYTES = 44
const RATE = 8_000
