# The workspace in Russian. Keys are the same in every language.

## Places
rail = Главное меню
inbox = Обращения
customers = Клиенты
customer = Клиент
conversation = Обращение
admin = Администрирование
panes = Панели
notices = Уведомления
settings = Настройки

## Common
retry = Повторить
undo = Отменить
cancel = Отмена
save = Сохранить
delete = Удалить
discard = Удалить
dismiss = Скрыть уведомление
loading = Загрузка…
load-more = Показать ещё
load-older = Показать более ранние сообщения
close-dialog = Закрыть
you = вы
you-capital = Вы
somebody = кто-то
visitor = Посетитель
a-queue = очереди
a-file = файл
email = Эл. почта
language = Язык
unread = { $count ->
    [one] непрочитанное сообщение
    [few] непрочитанных сообщения
    [many] непрочитанных сообщений
   *[other] непрочитанного сообщения
}

## Time
ago-now = сейчас
ago-minutes = { $minutes } мин
ago-hours = { $hours } ч
span-hours = { $hours } ч { $minutes } мин
span-days = { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
}

## Errors
error-offline = Нет связи с сервером.
error-server = Сервер сейчас не отвечает.
error-no-answer = Сервер не ответил вовремя.
reconnecting = Восстанавливаем связь…
failed-because = { $what }: не удалось. { $why }
act-assign = Назначение
act-snooze = Откладывание
act-wake = Возобновление
act-close = Закрытие
act-reopen = Повторное открытие
act-tags = Изменение меток
act-presence = Смена статуса присутствия
act-sign-out = Выход
act-customer = Сохранение данных клиента
act-load = Загрузка
act-save = Сохранение
act-delete = Удаление
act-restore = Восстановление

## Sign-in
sign-in-title = Вход в Parley
sign-in = Войти
signing-in = Вход…
sign-in-wrong = Неверная почта или пароль.
sign-out = Выйти
password = Пароль
show-password = Показать
hide-password = Скрыть
session-ended = Сеанс завершён
session-ended-text = Войдите снова, чтобы продолжить. Всё написанное осталось здесь.

## Channels and states
channel-chat = Чат
channel-call = Звонок
channel-email = Почта
channel-callback = Обратный звонок
channel-form = Форма
state-waiting = ожидает
state-offered = предложено
state-open = открыто
state-snoozed = отложено
state-closed = закрыто

## Inbox
lists = Списки
tab-mine = Мои
tab-waiting = Ожидают
tab-team = Команда
empty-mine = Вас никто не ждёт
empty-mine-text = Новые обращения приходят как предложения.
empty-waiting = Никто не ждёт
empty-waiting-text = Здесь появится тот, кто напишет.
empty-team = Команда свободна
empty-team-text = Здесь появятся обращения других агентов.
row-why = { $channel }, { $why }
why-you = ждёт вас
why-customer = ждём клиента
why-open = открыто
why-queue = в очереди { $queue }
why-left-message = оставлено сообщение
why-offered = предложено: { $name }
why-with = ведёт { $name }
why-snoozed = отложено: { $when }
why-closed = закрыто
row-new = новое
waits = ждёт
waits-late = ждёт слишком долго:
preview-note = Заметка: { $text }
preview-agent = Ответ: { $text }
no-words-yet = Сообщений пока нет

## Offers
offer = Предложение
offer-chat = Новый чат
offer-call = Входящий звонок
offer-email = Новое письмо
offer-callback = Пора перезвонить
offer-form = Новая форма
offer-left = { $seconds } с, чтобы принять
offer-queue = Очередь { $queue }.
offer-more = { $more ->
    [one] Затем ещё { $more } предложение.
    [few] Затем ещё { $more } предложения.
    [many] Затем ещё { $more } предложений.
   *[other] Затем ещё { $more } предложения.
}
offer-title = Вас ждёт { $name }
offer-spoken = Новое предложение: { $name }. Нажмите A, чтобы принять.
offer-taken = Другой агент успел раньше.
offer-over = Это предложение уже недействительно.
accept = Принять
decline = Отклонить
missed-text = Предложение пропущено, поэтому новые не приходят.
missed-spoken = Предложение пропущено. Новые обращения не приходят.
receive-again = Снова принимать
offline-text = Вы не в сети, поэтому обращения к вам не приходят.
receive = Принимать
not-now = Не сейчас
message-spoken = { $name }: { $text }
handed-over = обращение передано вам: { $name }

## Presence
presence-button = { $name }, { $presence }
presence-available = На связи
presence-busy = Вне очереди
presence-break = Перерыв
presence-wrap_up = После обращения
presence-offline = Не в сети
presence-missed = Пропуск, приём остановлен
presence-reason = { $state }, { $reason }
load-chats = Чаты: { $load } из { $capacity }
load-short = { $load }/{ $capacity }

## Settings
theme = Тема
theme-auto = Авто
theme-light = Светлая
theme-dark = Тёмная
sounds = Звуки
shortcuts = Сочетания клавиш
shortcuts-off = Сочетания клавиш отключены в настройках.
shortcuts-list = Список
shortcuts-conversation = Обращение
shortcuts-go = Перейти
command-next = Следующее обращение
command-previous = Предыдущее обращение
command-open = Открыть
command-accept = Принять предложение
command-reply = Ответить
command-note = Написать заметку
command-undo-send = Вернуть последнее письмо
command-snooze = Отложить
command-assign = Назначить или передать
command-close = Закрыть обращение
command-search = Поиск
command-palette = Найти что угодно
command-new-email = Новое письмо
command-inbox = Обращения
command-customers = Клиенты
command-help = Сочетания клавиш
key-enter = Enter
palette-hint = Найти обращение, клиента или команду
palette-nothing = Ничего не найдено

## Conversation
choose-conversation = Обращение не выбрано
choose-conversation-text = Выберите его в списке или дождитесь предложения.
conversation-missing = Здесь нет такого обращения
conversation-missing-text = Его не существует, или у вас нет к нему доступа.
conversation-failed = Не удалось загрузить обращение
conversation-of = Обращение, { $day }
assign = Назначить
snooze = Отложить
wake = Возобновить
close = Закрыть
reopen = Открыть снова
take = Взять
close-with = Закрыть как
close-without = Без результата
closed-done = Обращение закрыто.
snooze-hour = Через час
snooze-tomorrow = Завтра
snooze-monday = В понедельник
snooze-own = Дата и время
snoozed-until = Отложено: { $when }.
assigned-to = Назначено: { $name }.
assign-title = Назначить: { $name }
assign-to = Кому
assign-find = Агент или очередь
assign-note = Заметка для следующего
assign-nobody = Нет агента или очереди с таким именем
assign-offline = { $name } не в сети и увидит это только по возвращении.
agent-me = { $name } (вы)
queue-waiting = { $waiting ->
    [0] никто не ждёт
    [one] { $waiting } ожидает
   *[other] { $waiting } ожидают
}
others-viewing = { $count ->
    [one] { $names } тоже смотрит
   *[other] { $names } тоже смотрят
}
others-typing = { $count ->
    [one] { $names } печатает…
   *[other] { $names } печатают…
}
customer-typing = { $name } печатает…
tags = Метки
edit-tags = Изменить метки
add-tag = Добавить метку
find-tag = Найти метку
make-tag = Новая метка «{ $name }»
no-tags = Такой метки нет
timeline = Ход обращения
to-latest = К последним
note-by = Заметка, { $name }
said-mark = { $name }, { $mark }
mark-sent = отправлено
mark-delivered = доставлено
mark-read = прочитано
redacted = Текст удалён.
pending-sending = Отправка…
pending-queued = Ждёт соединения
pending-failed = Не отправлено.

## Composer
composer-chat = Чат
composer-email = Письмо
composer-note = Заметка
composer-chat-label = Ответ в чате
composer-note-label = Заметка для команды
composer-email-label = Текст письма
composer-chat-hint = Ответить в чате, / вставляет шаблон
composer-closed-hint = Напишите, чтобы снова открыть обращение
composer-note-hint = Заметка только для команды, @ упоминает агента
composer-email-hint = Напишите письмо, / вставляет шаблон
composer-no-chat = В этом обращении нет чата.
composer-left = Посетитель вышел из чата.
composer-away = Посетителя сейчас нет на сайте.
composer-by-email = Ответить письмом
composer-left-email = Посетитель вышел: это уйдёт письмом на { $address }.
composer-away-email = Посетителя нет на сайте: это уйдёт письмом на { $address }.
composer-keys = Enter отправляет, Shift+Enter переносит строку
composer-mail-keys = Ctrl+Enter отправляет
composer-offline = Нет сети: сообщения ждут и уйдут сами
send = Отправить
send-later = Отправить позже
send-then = Отправить тогда
add-note = Добавить заметку
attach = Прикрепить файл
attached = Прикреплённые файлы
emoji = Эмодзи
format = Оформление
format-bold = Полужирный
format-italic = Курсив
format-list = Список
format-link = Ссылка
chat-link = Вставить ссылку на чат
templates = Шаблоны
mentions = Агенты
template-missing = Не заполнено: { $names }
file-too-large = Больше { $most }
uploading = Загрузка { $name }
remove-file = Убрать { $name }

## Email
new-email = Новое письмо
new-email-none = Почтовых ящиков пока нет, поэтому отправить ничего нельзя.
new-email-from = { $name }, { $address } ({ $queue })
mail-from = От
mail-to = Кому
mail-cc = Копия
mail-bcc = Скрытая
mail-subject = Тема
mail-more-recipients = Копия, скрытая
mail-add = { $line }: добавить адрес
mail-remove = Убрать { $recipient }
mail-problem-nobody = Кому это отправить? Добавьте адрес в поле «Кому».
mail-problem-address = «{ $text }» не похоже на адрес почты.
mail-problem-empty = Напишите текст или приложите файл.
mail-problem-unknown = Получатели ещё определяются. Попробуйте через мгновение.
mail-quoted = Цитата
mail-no-subject = Без темы
mail-leaving = Письмо отправляется.
mail-scheduled = Письмо уйдёт: { $when }.
undo-late = Слишком поздно: письмо уже ушло.
mail-edit = Изменить
mail-cancel = Не отправлять
mail-again = Написать снова
mail-state-leaving = уйдёт через мгновение
mail-state-scheduled = уйдёт: { $when }
mail-state-queued = ждёт отправки
mail-state-sent = отправлено
mail-state-delayed = задерживается, попробуем ещё
mail-state-bounced = вернулось
mail-state-failed = не отправлено
mail-state-cancelled = отменено
mail-attachments = { $count ->
    [one] вложение
    [few] вложения
    [many] вложений
   *[other] вложения
}
mail-unverified = Отправитель не подтверждён
mail-unverified-text = Ничто не доказывает, что письмо пришло с указанного адреса: туда можно вписать любой. Ничего не делайте и не сообщайте, пока не узнаете, кто его написал.
mail-verified = Отправитель подтверждён
mail-automatic = Автоответ: { $subject }
mail-receipt = Уведомление о прочтении: { $subject }
mail-bounced = Не доставлено: { $recipient }
mail-unread = Письмо не удалось прочитать. Оригинал сохранён.
mail-unparsed = Письмо не удалось прочитать: { $why } Оригинал сохранён в том виде, в каком пришёл.
mail-show-quoted = Показать цитату
mail-hide-quoted = Скрыть цитату
mail-formatted = Показать с оформлением
mail-as-text = Показать текстом
mail-images = Показать картинки
mail-headers = Заголовки
mail-original = Оригинал

## What happened
fact-started = Начало обращения: { $who }
fact-started-from = Начало обращения: { $who }, страница { $page }
fact-left-message = Оставлено сообщение: { $who }
fact-earlier = после прежнего обращения
fact-queued = Ожидание в очереди { $queue }
fact-offered = Предложено: { $agent }
fact-accepted = Принято: { $agent }, через { $waited }
fact-declined = Предложение отклонено: { $agent }
fact-expired = Предложение пропущено: { $agent }
fact-withdrawn = Предложение отозвано: { $agent }
fact-took = Взято в работу: { $agent }
fact-assigned = Назначено: { $agent } ({ $who })
fact-transferred = Передано: { $to } ({ $who })
fact-snoozed = Отложено: { $when } ({ $who })
fact-woken = Снова в работе
fact-closed = Закрыто ({ $who })
fact-closed-as = Закрыто: { $outcome } ({ $who })
fact-reopened = Открыто снова ({ $who })
fact-tags = Метки: добавлено { $added }, убрано { $removed } ({ $who })
fact-tags-added = Метки: добавлено { $added } ({ $who })
fact-tags-removed = Метки: убрано { $removed } ({ $who })
fact-invited = { $who }: создана ссылка на чат
fact-left = Посетитель ушёл с сайта: { $who }
fact-introduced = Данные клиента: { $details }
fact-redacted = Удалён текст сообщения ({ $who })

## Customers
verified = Подтверждён
not-verified = Не подтверждён
address-email = Эл. почта
address-phone = Телефон
address-external = № клиента
address-verified = подтверждён
address-claimed = не подтверждён
local-time = Местное время
customer-since = Клиент с
customer-name = Имя
customer-note = Заметка
customer-note-empty = Добавить заметку о клиенте
no-value = пусто
edit-value = Изменить, { $label }: { $value }
on-site = Сейчас на сайте
was-on-site = Последняя страница
page = Страница
page-title = Заголовок
came-from = Откуда
earlier = Ранее
earlier-none = Это первое обращение.
earlier-about = { $channel }, { $about }
conversations = Обращения
conversations-none = Обращений пока нет.
customer-failed = Не удалось загрузить клиента
customers-failed = Не удалось загрузить клиентов
customers-none = Клиентов пока нет
customers-not-found = Никого не найдено
find-customer = Имя, почта или телефон
no-address = Адреса пока нет
choose-customer = Выберите клиента

## Outcomes and breaks: keys of the server; others are shown as they are
outcome-solved = Решено
outcome-answered = Дан ответ
outcome-follow_up = Нужно продолжение
outcome-no_reply = Нет ответа
outcome-spam = Спам
break-lunch = Обед
break-short = Короткий перерыв
break-training = Обучение
break-meeting = Совещание

## Administration
section-agents = Агенты
section-teams = Команды
section-queues = Очереди
section-widgets = Виджеты
section-mailboxes = Почтовые ящики
section-templates = Шаблоны
section-tags = Метки
section-roles = Роли
new-agents = Новый агент
new-teams = Новая команда
new-queues = Новая очередь
new-widgets = Новый виджет
new-mailboxes = Новый ящик
new-templates = Новый шаблон
new-tags = Новая метка
new-roles = Новая роль
admin-forbidden = У вас нет доступа к этой странице
list-failed = Не удалось загрузить список
list-empty = Здесь пока пусто
list-empty-text = Здесь появится то, что вы создадите.
document-missing = Этого здесь больше нет
switched-off = отключено
queue-about = Ответ за { $target } с, предложение на { $offer } с
back = Назад
saved = Сохранено: { $name }.
deleted = Удалено: { $name }.
not-saved = Ещё не сохранено
leave-unsaved = Изменения не сохранены. Всё равно уйти?
every-queue = Любая очередь
side-right = Справа
side-left = Слева
unit-seconds = секунд
unit-days = дней
field-name = Название
field-email = Эл. почта
field-password = Пароль
hint-password = Не менее 10 знаков. Пустое поле оставит прежний пароль.
hint-new-password = Не менее 10 знаков. Без пароля агент пока не сможет войти.
field-role = Роль
field-locale = Язык
field-queues = Очереди
hint-queues = Ничего не отмечено: агент не получает обращений.
hint-new-queues = Ничего не отмечено: агент обслуживает все очереди, в том числе будущие.
field-teams = Команды
field-capacity-chat = Чатов одновременно
field-capacity-call = Звонков одновременно
field-capacity-email = Писем одновременно
field-active = Включено
field-offer_seconds = Время, чтобы принять предложение
field-target_seconds = Цель по времени ответа
hint-target_seconds = Более поздние ответы краснеют.
field-reopen_days = Повторное открытие
hint-reopen_days = Кто напишет за это время, продолжит то же обращение.
field-away_text = Когда никого нет
hint-away_text = Показывается над формой для сообщения.
field-sites = Сайты
hint-sites = По одному в строке, например https://shop.example. Одна * разрешает любой сайт.
field-queue = Очередь
group-look = Вид
field-look-colour = Цвет
field-look-position = Сторона страницы
field-look-launcher = Текст на кнопке
hint-look-launcher = Пустое поле оставит только значок.
group-form = Форма перед чатом
form-none = Без формы: чат начинается сразу.
form-label = Подпись
form-kind = Вид
form-text = Текст
form-email = Эл. почта
form-phone = Телефон
form-textarea = Длинный текст
form-choice = Выбор
form-required = Обязательно
form-remove = Убрать { $label }
form-add = Добавить поле
group-consent = Согласие
field-consent-text = Текст согласия
hint-consent-text = Пустое поле не спрашивает согласия.
field-consent-version = Версия
hint-consent-version = Хранится с каждым данным согласием.
field-consent-policy_url = Ссылка на политику конфиденциальности
field-shortcut = Сокращение
hint-shortcut = Набирается после / в поле ответа.
field-text = Текст
hint-text = Заполняются сами: {"{"}first name{"}"}, {"{"}name{"}"}, {"{"}agent{"}"}, {"{"}queue{"}"}, {"{"}case{"}"}, {"{"}email{"}"}, {"{"}subject{"}"}, {"{"}date{"}"}.
field-subject = Тема
hint-subject = Только для нового письма; у ответа остаётся прежняя тема.
field-footer = Подпись
hint-footer = Стоит под текстом в письмах.
field-files = Файлы
group-by-email = В письмах
group-translations = Другие языки
translations-text = Для клиентов с этим языком. Пустое берётся из полей выше.
translated = переведено

## Mailboxes
field-address = Адрес
hint-address = Сюда пишут клиенты, сюда приходят их ответы.
hint-locale = Для автоматических писем и клиентов, чей язык неизвестен.
provider = Почтовая служба
provider-text = Заполняет оба сервера ниже.
provider-none = Другая
group-imap = Входящая почта
group-smtp = Исходящая почта
group-words = Тексты
group-more = Ещё
field-imap = Получать по IMAP
field-smtp = Отправлять по SMTP
server-host = Сервер
server-port = Порт
server-tls = Шифрование
server-tls-implicit = TLS
server-tls-starttls = STARTTLS
server-tls-none = Нет
server-user = Пользователь
server-oauth = Вход по OAuth2
server-folder = Папка
oauth-token_url = Адрес токенов
oauth-client_id = Id клиента OAuth
oauth-client_secret = Секрет клиента OAuth
oauth-refresh_token = Токен обновления
secret-kept = Без изменений
field-signature = Подпись ящика
hint-signature = Стоит под каждым письмом из этого ящика.
field-acknowledgement = Подтверждение получения
hint-acknowledgement = Само отвечает на первое письмо обращения. Пустое ничего не отправляет.
field-transcripts = Отправлять посетителям завершённый чат
field-authserv_id = Имя вашего почтового сервера
hint-authserv_id = Как оно стоит в Authentication-Results, например mx.example.com. Подтверждённые им отправители считаются проверенными.
mailbox-test = Проверить соединение
mailbox-testing = Проверка…
mailbox-test-saved = Сначала сохраните: проверяется сохранённое.
mailbox-test-ok = Всё работает.
mailbox-test-failed = Пока работает не всё.
step-dns = Имя
step-connect = Соединение
step-tls = Шифрование
step-login = Вход
step-folder = Папка
step-ok = работает:
step-failed = не работает:
health-none = не получает почту
health-connecting = подключается
health-ok = подключено
health-seen = проверено: { $when }
health-waiting = { $count ->
    [one] загружается { $count } письмо
    [few] загружаются { $count } письма
    [many] загружается { $count } писем
   *[other] загружается { $count } письма
}
snippet = Код для вставки
snippet-text = Вставьте эту строку на каждую страницу, где нужен виджет.
csp = Content-Security-Policy
csp-text = Только для сайтов со своей политикой: добавьте в неё эти строки.
copy = Копировать
copied = Скопировано
right = Право
right-of = { $right }: { $role }
right-conversations-handle = Отвечать на обращения своих очередей
right-conversations-supervise = Видеть и вести обращения своих команд
right-calls-supervise = Слушать звонки, подсказывать, присоединяться и перехватывать
right-recordings-play = Слушать записи звонков
right-recordings-delete = Удалять записи
right-conversations-all = Видеть и вести все обращения
right-conversations-redact = Удалять текст сообщения
right-customers-read = Видеть клиентов
right-customers-write = Изменять клиентов
right-agents-read = Видеть агентов, их присутствие и нагрузку
right-agents-write = Изменять агентов
right-teams-write = Изменять команды
right-queues-write = Изменять очереди
right-widgets-write = Изменять виджеты
right-mailboxes-write = Менять почтовые ящики и загружать почту
right-templates-write = Изменять шаблоны
right-customers-unmask = Видеть скрытые поля клиентов
right-fields-write = Изменять поля клиентов
right-organisations-write = Изменять организации
right-tags-write = Изменять метки
right-roles-write = Изменять роли и их права

## Calls
call = Звонок
call-connecting = Соединение…
call-returning = Восстановление связи…
call-elsewhere = Этот звонок в другой вкладке или браузере
call-other-lost = { $name }: связь потеряна. Ждём…
call-ringing = Вызов…
call-rings = Вызываем: { $name }…
call-held = На удержании, слышит музыку
call-consulting = Вы говорите наедине: { $name }
call-consult-waits = Вы говорите с клиентом. Ждёт: { $name }
call-line-good = Связь хорошая
call-line-fair = Связь неровная
call-line-poor = Связь плохая
call-mode-talk = Вы участвуете в разговоре
call-mode-listen = Вы слушаете. Вас никто не слышит
call-mode-whisper = Вас слышит только оператор
call-mode-join = Вас слышат все
call-their-level = Громкость собеседника
call-own-level = Ваша громкость
call-level-of = Громкость: { $name }
call-mute = Без звука
call-unmute = Включить
call-muted = Ваш микрофон выключен
call-unheard = Микрофон выключен. Никто не слышит, что вы говорите
call-hold = Удержать
call-resume = Продолжить
call-transfer = Перевести
call-add = Добавить
call-keys = Клавиши
call-keys-pressed = Нажаты клавиши: { $digits }
call-end = Завершить
call-leave = Выйти
call-swap = Сменить
call-merge = Объединить
call-complete = Передать
call-cancel = Назад
call-remove = Убрать из разговора: { $name }
call-parties = В этом разговоре
call-move-here = Перенести звонок сюда
call-sound-kept = Браузер не пускает звук.
call-play = Включить
call-transfer-title = Перевести звонок: { $name }
call-add-title = Добавить в разговор: { $name }
call-transfer-now = Перевести сразу
call-talk-first = Сначала поговорить
call-not-here = { $name } не в сети, позвонить нельзя.
call-transferred = Переведено: { $name }
call-customer = Позвонить клиенту
call-now = Позвонить сейчас
call-not-on-site = Клиента сейчас нет на сайте.
call-link = Скопировать ссылку на звонок
call-link-copied = Ссылка скопирована. Кто откроет её в течение суток, сможет позвонить в этом разговоре.
call-voicemail-now = оставляет сообщение
party-ringing = Вызов…
party-muted = Без звука
party-customer = Клиент
party-agent = Оператор
party-listen = Слушает неслышно
party-whisper = Подсказывает оператору
party-join = Руководитель, слышат все
party-talk = Оператор
microphone-unable = Вас никто не слышит: странице здесь нельзя использовать микрофон.
microphone-denied = Вас никто не слышит: браузер не разрешает микрофон.
microphone-missing = Вас никто не слышит: микрофон не найден.
microphone-busy = Вас никто не слышит: микрофон занят другой программой.
recording-on = Идёт запись
recording-paused = Запись приостановлена
recording-off = Без записи
recording-shielded = Запись приостановлена, пока вы в защищённом поле
recording-pause = Приостановить
recording-resume = Продолжить
recording-start = Записывать
ring-answer = Входящий звонок
ring-internal = Вам звонит { $name }
ring-consult = { $name } просит совета
ring-add = { $name } просит войти в разговор
ring-transfer = { $name } переводит вам звонок
ring-return = Звонок возвращается к вам
offer-engaged = Сначала закончите свой разговор.
supervise-listen = Слушать
supervise-whisper = Подсказать
supervise-join = Войти
supervise-takeover = Забрать
why-call = с вами, идёт
why-call-with = идёт, ведёт { $name }
wrap-up = После звонка
wrap-up-with = Звонок завершён: { $name }
wrap-up-left = на записи
wrap-up-over = Предложения снова приходят
wrap-up-note = Заметка об этом звонке
wrap-up-done = Готово
wrap-up-kept = Сохранение заметки
shortcuts-call = Во время звонка
command-call-mute = Выключить или включить звук
command-call-hold = Удержать или продолжить
command-call-transfer = Перевести или передать
command-call-end = Завершить или вернуться
call-title-live = Звонок, идёт
call-title-ended = Звонок: { $name }, { $time }
call-title-missed = Пропущенный звонок
call-title-abandoned = Звонивший не дождался
call-title-rejected = Звонок отклонён
call-title-failed = Соединиться не удалось
call-title-voicemail = Голосовое сообщение
call-title-leaving = Оставляет голосовое сообщение…
call-title-callback = Просьба перезвонить
call-began-in = Звонок с сайта: { $name }.
call-began-out = Клиенту звонит { $name }.
call-began-internal = Коллеге звонит { $name }.
call-waited = Ожидание { $time }.
call-moved = Передано: { $to }
call-moved-queue = Снова в очереди
call-back = Перезвонить
player-play = Слушать запись
player-pause = Приостановить запись
player-place = Место в записи
player-of = { $at } из { $whole }
player-speed = Скорость { $speed }
player-stamp = { $name } пишет: { $text }
player-failed = Не удалось воспроизвести запись.
recording-kept = Записано, { $time }
recording-incomplete = Часть этой записи отсутствует.
recording-erased = Запись удалена.
recording-erase = Удалить запись
recording-erase-sure = Удалить эту запись навсегда? Звонок останется в хронологии.
balance = Кто сколько говорил
balance-share = { $name } { $percent } %
balance-together = Одновременно
balance-silence = Самая долгая тишина
balance-greeting = Первое слово оператора через
balance-interrupted = Перебивания: { $name }
why-callback = нужно перезвонить
