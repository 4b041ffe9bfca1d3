/** Pictures that clients send, drawn by the browser itself: no file of anybody's is needed. */
import type { Page } from 'playwright-core'

/** One colour, as PNG. */
export async function drawPlain(
  page: Page,
  width: number,
  height: number,
  colour: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await page.evaluate(
    async ([w, h, fill]) => {
      const canvas = new OffscreenCanvas(w, h)
      const pen = canvas.getContext('2d')
      if (pen !== null) {
        pen.fillStyle = fill
        pen.fillRect(0, 0, w, h)
      }
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]
    },
    [width, height, colour] as const,
  )
  return new Uint8Array(bytes)
}

/** A blue teapot with a crack at its spout, 900 × 600, as PNG. */
export async function drawTeapot(page: Page): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(900, 600)
    const pen = canvas.getContext('2d')
    if (pen === null) return []
    const filled = (path: string, colour: string) => {
      pen.save()
      pen.clip(new Path2D(path))
      pen.fillStyle = colour
      pen.fillRect(0, 0, canvas.width, canvas.height)
      pen.restore()
    }
    const drawn = (path: string, colour: string, width: number) => {
      pen.strokeStyle = colour
      pen.lineWidth = width
      pen.stroke(new Path2D(path))
    }
    filled('M0 0H900V600H0Z', '#efe6d8')
    filled('M0 440H900V600H0Z', '#c9a27a')
    filled('M240 520a230 26 0 1 0 440 0a230 26 0 1 0 -440 0', '#a98258')
    drawn('M650 300c120 -60 150 90 10 130', '#2d5f9a', 34)
    filled('M290 380c-90 -10 -110 -90 -170 -150l60 -20c40 40 70 70 120 60z', '#3b78bd')
    filled(
      'M270 360c0 -130 90 -190 190 -190s190 60 190 190c0 110 -80 165 -190 165s-190 -55 -190 -165z',
      '#3b78bd',
    )
    filled('M340 190c30 -50 210 -50 240 0z', '#2d5f9a')
    filled('M436 132a24 24 0 1 0 48 0a24 24 0 1 0 -48 0', '#2d5f9a')
    drawn('M330 300c20 -60 60 -80 100 -85', '#8db6e2', 14)
    drawn('M150 236l22 22l-6 24l26 18l-4 26l24 12', '#1b2c40', 5)
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]
  })
  return new Uint8Array(bytes)
}
