/** What simulated people say: short, in both languages, of different lengths. */
export const questions = [
  'Здравствуйте! Где мой заказ?',
  'Hello, is it still in stock?',
  'Можно ли оплатить при получении?',
  'It does not open on my phone. I have tried twice, and both times the page stayed empty.',
  'Спасибо',
  'А сколько ждать?',
  'Could you send me the instructions, please? The ones in the box are for another model.',
  'Понял, попробую ещё раз и напишу.',
  'ok',
  'Хочу вернуть товар: размер не подошёл, бирки на месте, чек есть.',
] as const

export const answers = [
  'Здравствуйте! Сейчас посмотрю.',
  'Yes, it is. Shall I put one aside for you?',
  'Можно картой или наличными, курьеру.',
  'Please send me the number of the order.',
  'Готово, проверьте, пожалуйста.',
  'It usually takes two or three days; I have asked the warehouse to hurry.',
  'Спасибо, что подождали!',
] as const
