import type { SettingName } from '../config.ts'
import type { ExitName } from '../exit-codes.ts'

/** The tables that admins read, in Russian. What developers read (events, commands, codes) is in English everywhere. */
export const settingsInRussian: { readonly [N in SettingName]: string } = {
  PORT: 'Порт, который слушать.',
  HOST: 'Адрес, на котором слушать; пусто — на всех.',
  PULT_DATA: 'Папка всего, что хранится.',
  DATABASE_URL:
    'База PostgreSQL, например postgres://pult:password@db.example.com:5432/pult: рабочие пространства хранятся в ней, а не в PULT_DATA.',
  NATS_URL:
    'NATS, через который несколько машин сразу говорят друг другу о новом, например nats://name:password@host:4222 или tls://; несколько — через запятую.',
  NATS_CA: 'Файл того, кто подписал сертификат NATS, если эта машина его не знает.',
  NATS_CERT: 'Файл нашего сертификата, если NATS его спрашивает; NATS_KEY — файл его ключа.',
  NATS_KEY: 'Файл ключа от NATS_CERT.',
  NATS_CREDS: 'Файл учётных данных (.creds), если NATS работает по учётным записям.',
  PULT_PUBLIC_URL:
    'Адрес, который видит мир, например https://chat.example.com; пусто — тот, по которому спросили.',
  PULT_ADMIN_EMAIL: 'Заводит первого администратора без вопросов.',
  PULT_ADMIN_PASSWORD: 'Его пароль, от 8 до 128 знаков.',
  PULT_TRUSTED_PROXIES:
    'Адреса или сети прокси, чьим X-Forwarded-For и X-Request-Id верить, например 127.0.0.1, 10.0.0.0/8.',
  PULT_PUSH_HOSTS:
    'Службы уведомлений сверх известных браузерных, например push.example.com, *.example.org:8443; для проб на этой машине также http://127.0.0.1:9000.',
  PULT_OUTBOUND_ALLOW:
    'Узлы и сети внутри компании, к которым ботам можно обращаться, например crm.example.com, 10.0.0.0/8, http://127.0.0.1:9000; ко всему публичному по HTTPS можно и так.',
  PULT_S3_BUCKET:
    'Корзина (bucket) S3-совместимого хранилища, где лежат присланные файлы; пусто — папка attachments в PULT_DATA.',
  PULT_S3_ENDPOINT: 'Где корзина, например https://storage.example.com; пусто — у Amazon, в PULT_S3_REGION.',
  PULT_S3_REGION: 'Регион корзины; хранилищам без регионов подходит любой.',
  PULT_S3_KEY_ID:
    'Имя ключа к корзине; ему должно быть позволено писать, читать, перечислять и удалять объекты.',
  PULT_S3_SECRET: 'Секрет этого ключа.',
  PULT_S3_PREFIX: 'Папка в корзине, например pult/files; пусто — её корень.',
  LOG_LEVEL: 'Как подробно вести журнал: trace, debug, info, warn, error, silent. Запросы видны при debug.',
}

export const exitsInRussian: { readonly [N in ExitName]: string } = {
  done: 'Остановлен по порядку.',
  failed:
    'То, у чего нет своего номера; `pult simulate` потерял или задвоил сообщение; `pult conformance` нашёл правило, которое не держится.',
  usage: 'Неверная командная строка.',
  dataDamaged: 'Хранимое повреждено или не наше; восстановите из резервной копии.',
  unavailable: 'Порт занят, или не отвечает база данных или корзина для файлов.',
  bug: 'Ошибка в самом Пульте; всё подтверждённое цело.',
  cannotCreate: 'Папку данных нельзя создать или записать, или на её диске нет места.',
  diskFailed: 'Отказал диск — во время работы или при запуске.',
  locked: 'Папкой данных пользуется другой Пульт.',
  config: 'Неверная настройка; она названа.',
}
