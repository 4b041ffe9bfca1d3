import type { Phrase } from '../words.ts'
import type { en } from './en.ts'

/** Russian: the machines, loaded with their page. */
export const ru: { readonly [K in keyof typeof en]: Phrase } = {
  'nodes.lead': 'На чём работает этот чат — прямо сейчас.',
  'nodes.live': 'Сейчас',
  'nodes.stale': 'Данные устарели: {time} назад',
  'nodes.well': {
    one: 'Узел в порядке.',
    few: 'Все {count} узла в порядке.',
    many: 'Все {count} узлов в порядке.',
    other: 'Все {count} узла в порядке.',
  },
  'nodes.well.owner': {
    one: 'Всю работу ведёт {node}.',
    few: 'Решает {node}, остальные следуют за ним: каждый готов заменить его за пять секунд.',
    many: 'Решает {node}, остальные следуют за ним: каждый готов заменить его за пять секунд.',
    other: 'Решает {node}, остальные следуют за ним: каждый готов заменить его за пять секунд.',
  },
  'nodes.trouble.silent': 'Узел {node} молчит уже {time}.',
  'nodes.trouble.silent.do':
    'Его работу продолжают остальные. Запустите на этой машине pult doctor и снова запустите Pult. Если её больше нет, она исчезнет отсюда через час после последнего слова.',
  'nodes.trouble.unread': 'Узел {node} не может связаться с базой данных уже {time}.',
  'nodes.trouble.unread.do':
    'Всё, что здесь сказано об остальных, настолько же старо. Запустите на этой машине pult doctor и проверьте, работает ли база данных; когда она вернётся, Pult продолжит сам.',
  'nodes.trouble.unowned': 'Сейчас ни один узел не ведёт работу.',
  'nodes.trouble.unowned.do':
    'Сообщения ждут. Другой узел примет работу за пять секунд; если нет — запустите pult doctor на любом из живых.',
  'nodes.trouble.behind': 'Узел {node} отстаёт на {time}: {records}.',
  'nodes.trouble.behind.do':
    'Кто подключён к нему, видит всё с опозданием. Посмотрите, чем занята эта машина, и запустите на ней pult doctor.',
  'nodes.trouble.cutOff': 'Узел {node} не может связаться с NATS уже {time}.',
  'nodes.trouble.cutOff.do':
    'Всё идёт через базу данных, чуть медленнее. Проверьте, работает ли NATS, и запустите на этой машине pult doctor.',
  'nodes.trouble.cutOffAll': 'Ни один узел не может связаться с NATS уже {time}.',
  'nodes.trouble.cutOffAll.do':
    'Всё идёт через базу данных, чуть медленнее. Проверьте, работает ли NATS; узлы вернутся к нему сами.',
  'nodes.trouble.slow': 'База данных отвечает узлу {node} за {ms}.',
  'nodes.trouble.slow.do':
    'Столько ждёт каждое сообщение. Посмотрите на диск и нагрузку базы данных и на сеть до неё.',
  'nodes.trouble.versions': 'Работают разные версии: {versions}.',
  'nodes.trouble.versions.do': 'Пока вы обновляете узлы по одному, так и должно быть.',
  'nodes.records': {
    one: '{count} запись',
    few: '{count} записи',
    many: '{count} записей',
    other: '{count} записи',
  },
  'nodes.turns': 'Кто ведёт работу',
  'nodes.turns.nobody': 'никто',
  'nodes.turns.epoch': 'Аренда',
  'nodes.turns.since': 'С какого времени',
  'nodes.turns.left': 'Ещё держится',
  'nodes.turns.left.value': '{time}, и всё время продлевается',
  'nodes.turns.log': 'Место в журнале',
  'nodes.all': 'Все узлы',
  'nodes.owner': 'ведёт работу',
  'nodes.asked': 'отвечает вам',
  'nodes.state.LIVE': 'в порядке',
  'nodes.state.STOPPING': 'останавливается',
  'nodes.state.SILENT': 'молчит',
  'nodes.version': 'Версия {version}',
  'nodes.up': 'работает {time}, с {at}',
  'nodes.heard': 'последнее слово {time} назад',
  'nodes.wordless': 'О себе не рассказывает: другая версия или перенос данных.',
  'nodes.operators': 'Операторы',
  'nodes.clients': 'Клиенты',
  'nodes.behind': 'Отставание от журнала',
  'nodes.behind.none': 'нет',
  'nodes.database': 'База данных',
  'nodes.way': 'Узнаёт о других через',
  'nodes.way.NATS': 'NATS',
  'nodes.way.DATABASE': 'базу данных',
  'nodes.since': 'уже {time}',
  'nodes.failure': 'Последняя неполадка с базой данных, {time} назад:',
  'nodes.ms': '{ms} мс',
  'nodes.alone': 'Эта машина работает одна.',
  'nodes.alone.lead':
    'Всё хранится здесь в одной папке. Как разделить работу между несколькими машинами, рассказывает руководство.',
  'nodes.alone.folder': 'Папка',
  'nodes.alone.size': 'Размер баз данных',
}
