const WORDS =
  'здравствуйте подскажите пожалуйста когда придёт мой заказ номер доставка оплата возврат hello order delivery payment refund thank you спасибо хорошо сейчас проверю адрес курьер телефон скидка'.split(
    ' ',
  )

/** About 200 bytes, from a vocabulary with a long tail. */
export function bodyOf(index: number): string {
  let body = ''
  for (let word = 0; body.length < 110; word += 1) {
    const number = (index * 31 + word * word * 17) % 997
    body += `${number < 600 ? WORDS[number % WORDS.length] : `слово${(index * 7 + word) % 20_000}`} `
  }
  return body
}
