/** 0: as it is drawn without one; 1 to 5 from light to dark. */
export type Tone = 0 | 1 | 2 | 3 | 4 | 5
export const tones: readonly Tone[] = [0, 1, 2, 3, 4, 5]

/** U+1F3FB to U+1F3FF, the Fitzpatrick modifiers of Unicode. */
const FIRST_MODIFIER = 0x1f3fa

/** Every person and hand in it in this colour of skin: the modifier follows its base, in the place of the sign that asks for a picture. */
export function withTone(sign: string, tone: Tone): string {
  if (tone === 0) return sign
  const modifier = String.fromCodePoint(FIRST_MODIFIER + tone)
  return sign.replaceAll(/(\p{Emoji_Modifier_Base})\uFE0F?/gu, `$1${modifier}`)
}

export function parseTone(stored: string | null): Tone {
  return tones.find((tone) => String(tone) === stored) ?? 0
}
