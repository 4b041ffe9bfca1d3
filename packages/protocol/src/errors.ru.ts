import { errorTable, type ErrorCode } from './errors.ts'

/** The sentences of the table of errors in Russian. A code without a sentence does not compile. */
export const errorTextsRu: { readonly [C in ErrorCode]: string } = {
  invalid_frame: 'Кадр — не объект JSON вида { command, id, data }.',
  validation_failed: 'В одном из полей неверное значение.',
  unknown_command: 'Такой команды нет.',
  not_found: 'По этому адресу ничего нет.',
  method_not_allowed: 'Этот адрес не принимает такой метод.',
  frame_too_large: 'Кадр больше 64 КиБ.',
  not_connected: 'Первой должна быть команда connect.',
  already_connected: 'Это соединение уже открыто; используйте follow.',
  not_authenticated: 'Сначала войдите.',
  wrong_credentials: 'Неверный адрес почты или пароль.',
  token_expired: 'Срок действия токена истёк; войдите снова.',
  operator_blocked: 'Этот оператор заблокирован.',
  logged_in_elsewhere: 'Под именем этого оператора вошли в другом месте.',
  logged_out: 'Этот вход завершён.',
  origin_not_allowed: 'Этому сайту не разрешено подключаться.',
  identity_refused: 'Личность клиента не подписана ключом канала.',
  not_allowed: 'На это у вас нет прав.',
  rate_limited: 'Слишком много запросов сразу; подождите немного.',
  overloaded: 'Сервер занят; попробуйте чуть позже.',
  shutting_down: 'Сервер останавливается; подключитесь снова.',
  storage_full: 'Диск заполнен: чтение работает, запись ждёт свободного места.',
  internal: 'Что-то сломалось на нашей стороне.',
  key_reused: 'Этот ключ уже использован для другой команды.',
  stale: 'После того, что вы видели, кто-то уже написал.',
  stale_baton: 'Сессия больше не у бота.',
  session_not_found: 'Такой сессии нет.',
  session_closed: 'Сессия закрыта.',
  session_held: 'Эта сессия у кого-то другого.',
  session_not_yours: 'Эта сессия не у вас.',
  session_open: 'Сессия ещё открыта.',
  no_session: 'Открытой сессии нет.',
  no_bot: 'У канала этой сессии нет бота.',
  transfer_limit: 'Сессию передавали слишком часто; закройте её или возьмите снова из «Помощи».',
  message_not_found: 'Такого сообщения нет.',
  message_deleted: 'Сообщение удалено.',
  message_not_yours: 'Изменить сообщение может только его автор.',
  client_not_found: 'Такого клиента нет.',
  client_banned: 'Этот клиент заблокирован.',
  chat_not_found: 'Такого чата нет.',
  operator_not_found: 'Такого оператора нет.',
  operator_unavailable: 'Этот оператор сейчас не может взять сессию.',
  group_not_found: 'Такой группы нет.',
  channel_not_found: 'Такого канала нет.',
  canned_reply_not_found: 'Такого готового ответа нет.',
  shortcut_taken: 'Готовый ответ с таким сокращением уже есть.',
  canned_replies_full: 'Готовых ответов уже столько, сколько может быть; сначала удалите какой-нибудь.',
  email_taken: 'Оператор с такой почтой уже есть.',
  last_admin: 'Это последний администратор; сначала назначьте другого.',
  attachment_not_found: 'Такого вложения нет.',
  attachment_too_large: 'Файл больше 25 МБ.',
  attachment_refused: 'Файлы такого вида не принимаются.',
  link_expired: 'Ссылка устарела или выдана не нами.',
}

export type Language = 'ru' | 'en'

/** What to show a person for a code. The wire itself always speaks English (`error.message`), so that logs and searches agree. */
export function errorText(code: ErrorCode, language: Language): string {
  return language === 'ru' ? errorTextsRu[code] : errorTable[code].message
}
