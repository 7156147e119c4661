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
act-add-address = Добавление контакта
act-remove-address = Удаление контакта
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
empty-team-text = Здесь появятся обращения других операторов.
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
offer-taken = Другой оператор успел раньше.
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
assign-find = Оператор или очередь
assign-note = Заметка для следующего
assign-nobody = Нет оператора или очереди с таким именем
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
composer-note-hint = Заметка только для команды, @ упоминает оператора
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
mentions = Операторы
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
fact-redacted = Удалено сказанное здесь ({ $who })

## Customers
verified = Подтверждён
not-verified = Не подтверждён
address-email = Эл. почта
address-phone = Телефон
address-external = № клиента
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
add-address = Добавить почту или телефон
address-added = Добавлено: { $address }
address-removed = Удалено: { $address }
remove-address = Удалить { $address }
choose-customer = Выберите клиента
addresses = Контакты
address-proved = подтверждён, { $source }
address-said = не подтверждён, { $source }
address-from-agent = внёс оператор
address-from-code = по коду из письма
address-from-email = из письма
address-from-form = из формы
address-from-identity = подписано сайтом
address-from-import = из импорта
address-from-widget = с сайта
write-to = Написать на { $address }
write-email = Написать письмо
call-number = Позвонить { $number }
details = Подробнее
show-empties = Показать пустые поля
hide-empties = Скрыть пустые поля
organisation = Организация
organisation-people = Кто ещё в ней
organisation-alone = Пока больше никого.
act-organisation = Создание организации
lifecycle = Этап
lifecycle-lead = Интересуется
lifecycle-prospect = Возможный клиент
lifecycle-customer = Клиент
lifecycle-former = Бывший клиент
owner = Ведёт
owner-none = никто
owned-by = Ведёт { $name }
time-zone = Часовой пояс
vip = VIP
vip-on = VIP: нажмите, чтобы снять
vip-off = Отметить как VIP
count-conversations = { $count ->
    [one] { $shown } обращение
    [few] { $shown } обращения
    [many] { $shown } обращений
   *[other] { $shown } обращений
}
count-calls = { $count ->
    [one] { $shown } звонок
    [few] { $shown } звонка
    [many] { $shown } звонков
   *[other] { $shown } звонков
}
count-emails = { $count ->
    [one] { $shown } письмо
    [few] { $shown } письма
    [many] { $shown } писем
   *[other] { $shown } писем
}
count-nothing = Обращений ещё не было
required = обязательно
masked = Скрыто: ваша роль не показывает это значение
visit = Открыть { $url }
value-required = Это обязательное поле.
value-missing = не указано
value-number = Число, например 12,5.
value-date = Дата.
value-email = Адрес почты, например vera@mail.example.
value-phone = Номер телефона начинается с + и кода страны.
value-address = Адрес почты или номер телефона, который начинается с +.
value-url = Адрес страницы, который начинается с https://.
problem-with = { $label }: { $problem }
field-changed = { $label }: изменено.
changed-meanwhile = Тем временем это изменил кто-то другой.
changed-meanwhile-to = Тем временем коллега изменил это на «{ $theirs }». Сохраните ещё раз, чтобы заменить.
find-choice = Найти: { $label }
make-choice = Добавить «{ $name }»
no-choices = Не из чего выбрать
more-acts = Ещё
copy-link = Скопировать ссылку на клиента
link-copied = Ссылка скопирована.
offered-customer = Предложение: { $name }
duplicates = Возможно, тот же человек
may-be-same = Возможно, это тот же человек, что { $name }:
same-external = тот же номер клиента
same-email = та же почта
same-phone = тот же телефон
same-name = почти то же имя
compare = Сравнить
compare-with = Сравнить с { $name }
not-same-as = Не сейчас: { $name }
compare-failed = Не удалось сравнить
export-person = Экспорт…
export-title = Экспорт: { $name }
export-what = Zip-архив со всем, что Parley хранит об этом человеке по всем каналам: профиль, обращения, письма, файлы и записи, в виде, понятном другим программам.
export-masked = В нём видны и скрытые значения. Передайте его только этому человеку; журнал запомнит, что вы его создали.
export-download = Скачать
erase-person = Удалить навсегда…
erase-title = Удаление: { $name }
erase-goes = Исчезнут имя, адреса, все слова, файлы, письма и записи, а также всё, что операторы написали в этих обращениях.
erase-stays = Останется, что произошло, когда и сколько длилось, поэтому отчёты не изменятся.
erase-for-good = Это нельзя отменить. Письма остаются и на почтовом сервере, пока их не удалят там.
erase-type-name = Введите имя для подтверждения: { $name }
erase-left = Данные этого человека удалены. Осталось то, что и когда происходило, без слов и имён.
erase-now = Удалить навсегда
erase-working = Удаление…
erase-so-far = Бесед: { $done } из { $conversations }
erase-done = Данные этого человека удалены.
erase-behind = Продолжить в фоне
merge-title = Объединить клиентов
merge-with = Объединить с…
merge-whom = Кто тот же человек?
merge-stays = Остаётся
merge-joins = Присоединяется
merge-same = Различий нет: выбирать нечего.
merge-united = (обоих)
merge-kept = { $count ->
    [one] { $count } поле есть только у первого: оно остаётся
    [few] { $count } поля есть только у первого: они остаются
    [many] { $count } полей есть только у первого: они остаются
   *[other] { $count } поля есть только у первого: они остаются
}
merge-follows = Что перейдёт от { $name }: { $what } и все контакты. Ничего не переносится: их можно разделить в любой момент.
merge-follows-little = Перейдут все контакты от { $name }. Ничего не переносится: их можно разделить в любой момент.
merge-numbers = В вашей системе это два человека с номерами клиента { $ours } и { $theirs }. Объединяйте их, только если знаете, что это ошибка.
merge = Объединить
merge-anyway = Всё равно объединить
merged-done = Объединено с { $name }.
act-merge = Объединение
merge-history = Объединено из
merge-by = { $who }, { $when }
merge-proved = доказано, что это тот же человек, { $when }
merge-undone-by = разделено: { $who }, { $when }
unmerge = Разделить
unmerge-of = Разделить с { $name }
unmerged-done = Разделено: { $name }. У каждого снова своё.
act-unmerge = Разделение клиентов
customer-number = Клиент № { $value }
since = с { $day }
consent-named = Согласие: { $name }
yes = Да
no = Нет
filters = Фильтры
filter-by = Показать только
filter-lifecycle = Этап
filter-owner = Кто ведёт
filter-organisation = Организация
filter-tag = Метка
filter-vip = VIP
remove-filter = Убрать фильтр: { $name }
nearly = похожее имя · { $address }
new-customer = Новый клиент
make-customer = Добавить
customer-made = Добавлено: { $name }.

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
section-agents = Операторы
section-teams = Команды
section-queues = Очереди
section-prompts = Сообщения звонящим
section-widgets = Виджеты
section-mailboxes = Почтовые ящики
section-templates = Шаблоны
section-fields = Поля клиентов
section-organisations = Организации
section-lookups = Запросы
section-tags = Метки
section-roles = Роли
section-retention-rules = Сроки хранения
section-audit = Журнал действий
new-agents = Новый оператор
new-teams = Новая команда
new-queues = Новая очередь
new-widgets = Новый виджет
new-mailboxes = Новый ящик
new-templates = Новый шаблон
new-fields = Новое поле
new-organisations = Новая организация
new-lookups = Новый запрос
new-tags = Новая метка
new-roles = Новая роль
new-retention-rules = Новое правило
admin-forbidden = У вас нет доступа к этой странице
list-failed = Не удалось загрузить список
list-empty = Здесь пока пусто
empty-list-agents = Операторы входят сюда и отвечают клиентам.
empty-list-teams = Операторы, которые работают вместе; роль может дать им видеть обращения друг друга.
empty-list-queues = Обращения ждут в очереди, пока не освободится один из её операторов.
empty-list-widgets = Виджет приносит чаты и звонки с вашего сайта: достаточно одной строки на его страницах.
empty-list-mailboxes = Ящик приносит в очередь то, что клиенты пишут на адрес, и отправляет ответы.
empty-list-templates = Тексты, которые операторы вставляют знаком / во время письма.
empty-list-fields = То, что вы хотите знать о клиентах кроме имени и адреса, например номер клиента или размер.
empty-list-organisations = Компании, к которым относятся клиенты; к ним ведёт домен почты.
empty-list-lookups = Сведения из ваших систем рядом с клиентом, например его последние заказы.
empty-list-tags = Слова, по которым сортируют обращения и клиентов, например возврат или доставка.
empty-list-retention-rules = Без правила хранится всё.
document-missing = Этого здесь больше нет
switched-off = отключено
queue-about = Ответ за { $target } с, предложение на { $offer } с
back = Назад
saved = Сохранено: { $name }.
deleted = Удалено: { $name }.
not-saved = Ещё не сохранено
leave-unsaved = Изменения не сохранены. Всё равно уйти?
every-queue = Любая очередь
any-site = Любой сайт
every-right = Все, кто видит клиентов
side-right = Справа
side-left = Слева
unit-seconds = секунд
unit-days = дней
field-name = Название
field-email = Эл. почта
field-password = Пароль
hint-password = Не менее 10 знаков. Пустое поле оставит прежний пароль.
hint-new-password = Не менее 10 знаков. Без пароля оператор пока не сможет войти.
field-role = Роль
field-locale = Язык
field-queues = Очереди
hint-queues = Ничего не отмечено: оператор не получает обращений.
hint-new-queues = Ничего не отмечено: оператор обслуживает все очереди, в том числе будущие.
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
group-greeting = Приветствие
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
right-agents-read = Видеть операторов, их присутствие и нагрузку
right-agents-write = Изменять операторов
right-teams-write = Изменять команды
right-queues-write = Изменять очереди
right-widgets-write = Изменять виджеты
right-mailboxes-write = Менять почтовые ящики и загружать почту
right-templates-write = Изменять шаблоны
right-customers-import = Загружать клиентов из файлов и отменять загрузки
right-customers-verify = Загружать адреса как подтверждённые
right-customers-export = Выгружать клиентов в файлы
right-customers-unmask = Показывать скрытые данные клиентов, по одному
right-customers-disclose = Выдавать все данные одного клиента
right-customers-erase = Удалять клиентов навсегда
right-customers-restore = Переносить клиентов из другого Parley
right-fields-write = Изменять поля клиентов
right-organisations-write = Изменять организации
right-lookups-write = Изменять системы, которые спрашивают о клиентах
right-tags-write = Изменять метки
right-roles-write = Изменять роли и их права
right-retention-rules-write = Менять сроки хранения данных
right-holds-write = Ставить и снимать запрет на удаление
right-audit-read = Читать журнал действий

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
call-show-camera = Камера
call-show-screen = Показать экран
call-own-picture = Что вы показываете
call-their-picture = Что показывает собеседник
call-picture-refused = Ничего не показывается: браузер не разрешил или камеры нет.
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
calls = Звонки
calls-live = На линии: { $count }
calls-none = На линии никого нет.
calls-past = Прошлые звонки
calls-all = Все
calls-missed = Пропущенные
calls-none-past = Звонков ещё не было.
call-colleague = Позвонить коллеге
call-whom = Кому
call-state-waiting = Ждёт
call-state-ringing = Вызов
call-state-talking = Разговор
call-state-held = На удержании
call-state-consulting = Просит совета
call-state-conference = Конференция
call-state-voicemail = Оставляет сообщение
call-state-interrupted = Связь потеряна
call-state-ended = Завершён
call-went-in = Отвечен
call-went-out = Звонок клиенту
call-went-internal = Звонок коллеге
microphone = Микрофон
microphone-check = Микрофон и звук
microphone-speak = Говорите: полоски должны двигаться.
microphone-usual = Выбор браузера
echo-off = Эхо даёт услышать себя так, как слышат звонящие.
echo-starting = Соединение…
echo-on = Теперь вы слышите себя. Наденьте наушники.
echo-failed = Соединиться с эхом не удалось.
echo-start = Включить эхо
echo-stop = Выключить эхо
command-calls = Звонки
group-calls = Звонки
field-record_calls = Записывать звонки
field-call_wait_seconds = Наибольшее ожидание звонящего
hint-call_wait_seconds = После него можно оставить голосовое сообщение, или мы перезвоним. 0: ждать без конца.
field-wrap_up_seconds = Время на записи после звонка
field-kind = Что могут посетители
field-call_overflow = Вместо ожидания
hint-call_overflow = Что звонящий может выбрать, пока ждёт и когда никого нет.
overflow-both = Оставить голосовое сообщение или заказать звонок
overflow-voicemail = Оставить голосовое сообщение
overflow-callback = Заказать звонок
field-video = Камера и экран
hint-video = Посетители и операторы могут показывать их во время звонка. Они никогда не записываются.
field-notice = Предупреждение перед записываемым звонком
hint-notice = Если пусто, показываются слова Parley. Для каждого звонка хранится, какие слова были показаны.
field-greeting = Приветствие
hint-greeting = Над формой перед первым сообщением, например «Здравствуйте, {"{"}first name{"}"}, чем помочь?». {"{"}first name{"}"} и {"{"}name{"}"} заменяются именем посетителя, когда мы его знаем, иначе исчезают без следа. Если пусто, показываются слова Parley.
field-welcome = Слова в пустом чате
hint-welcome = Видны, пока никто не написал, и под приветствием тоже; в них можно вставить {"{"}first name{"}"} и {"{"}name{"}"}.
prompts-text = Что слышат звонящие, пока ждут. Parley произносит эти слова; вместо них можно загрузить свою запись. Числа тогда не называются.
prompt-language = Язык сообщений
prompt-own = Своя запись
prompt-upload = Загрузить запись
prompt-uploading = Загрузка…
prompt-remove = Снова голосом
prompt-listen = Прослушать: { $name }
act-upload-prompt = Загрузка записи
act-remove-prompt = Удаление записи
prompt-welcome = Приветствие
prompt-recording = Запись разговора
prompt-place = Место в очереди
prompt-wait = Ожидание
prompt-busy = Все заняты
prompt-voicemail = Оставить сообщение
prompt-away = Связь с оператором потеряна
field-key = Ключ
hint-key = Для программ и импорта. Его не изменить.
hint-new-key = Для программ и импорта, например Размер. Потом его не изменить.
field-value = Вид значения
value-kind-text = Текст
value-kind-number = Число
value-kind-date = Дата
value-kind-choice = Одно из нескольких
value-kind-multi-choice = Несколько из многих
value-kind-url = Адрес страницы
value-kind-phone = Номер телефона
value-kind-email = Адрес почты
field-choices = Варианты
hint-choices = По одному в строке. Значение, которого больше нет в списке, остаётся у тех, у кого оно есть.
field-required = Обязательно
hint-required = Спрашивается при добавлении клиента; у кого есть, того не убрать.
field-masked = Скрыто
hint-masked = Видно как ••••, пока кто-то с правом не попросит показать. Каждый раз записывается.
field-right = Кто его видит
hint-right = Только люди с этим правом; для остальных его нет.
field-position = Место в профиле
hint-position = Чем меньше число, тем выше.
field-domains = Домены её адресов почты
hint-domains = По одному в строке, например shop.example.
field-about = Заметка
identity = Известные клиенты
identity-text = Ваш сервер может подписать, кто посетитель; тогда он сразу известен в каждом канале. Подпись делается секретом, который никогда не попадает в браузер.
make-secret = Создать новый секрет
make-secret-text = Старый секрет перестаёт действовать сразу: что им подписано, больше ничего не значит. Новый будет показан только раз.
secret-once = Скопируйте сейчас: больше его никто не увидит.
act-secret = Создание секрета
kind-chat = Чат
kind-call = Звонок
kind-both = Чат и звонок

## Клиенты из файлов и в файлы
export-as = Выгрузить в { $format }
import-addresses = Адреса
import-behind = Продолжить работу
import-begin = Загрузить…
import-came = Результат
import-check = Проверить снова
import-checking = Проверяем строки…
import-choose = Выбрать файл
import-column = Столбец
import-country = Номера телефонов без кода страны
import-country-of = из страны { $country }
import-errors = { $count ->
    [one] Скачать { $count } отклонённую строку
    [few] Скачать { $count } отклонённые строки
   *[many] Скачать { $count } отклонённых строк
}
import-existing = Уже известные клиенты
import-export = Загрузка и выгрузка
import-file = { $name } ({ $form }): { $rows ->
    [one] { $rows } строка
    [few] { $rows } строки
   *[many] { $rows } строк
}
import-fill = Заполнить только пустое
import-is-cancelled = Загрузка файла { $name } остановлена. То, что уже добавлено, остаётся.
import-is-checked = Файл { $name } проверен.
import-is-checking = Файл { $name } проверяется.
import-is-done = Файл { $name } загружен.
import-is-failed = Файл { $name } не удалось загрузить.
import-is-running = Файл { $name } загружается. Окно можно закрыть: загрузка продолжится.
import-is-undoing = Загрузка файла { $name } отменяется.
import-is-undone = Загрузка файла { $name } отменена. Удалено клиентов: { $removed }. Оставлено, потому что с ними что-то произошло: { $kept }.
import-limits = CSV или XLSX, до 20 МБ и 100 000 строк
import-means = Содержит
import-means-of = Что содержит { $name }
import-more = Теги, поля, заметка
import-nameless = Столбец { $place }
import-no-country = отклоняются
import-other-file = Другой файл
import-outcome = Результат
import-overwrite = Заменить имеющееся
import-preview = Первые строки в том виде, в каком они сохранятся
import-progress = Обработано строк
import-recent = Недавние загрузки
import-row = Строка
import-run = { $count ->
    [one] Загрузить { $count } клиента
   *[other] Загрузить { $count } клиентов
}
import-sample = Например
import-sending = Отправляем { $name }…
import-skip = Пропустить
import-so-far = { $done } из { $all }
import-stop = Остановить
import-title = Загрузка клиентов
import-undo = Отменить загрузку
import-undo-sure = { $count ->
    [one] Удалить { $count } нового клиента
   *[other] Удалить { $count } новых клиентов
}
import-verified = Адреса подтверждены
import-what = Добавьте клиентов из таблицы. Ничего не сохранится, пока вы не увидите, что получится.
import-would = Что получится
outcome-new = Новые
outcome-refused = Отклонены
outcome-unchanged = Без изменений
outcome-updated = Изменены
target-email = Эл. почта
target-external = Внешний id
target-first-name = Имя
target-id = Id клиента
target-language = Язык
target-last-name = Фамилия
target-lifecycle = Стадия
target-name = Имя и фамилия
target-note = Заметка
target-organisation = Организация
target-owner = Ответственный
target-phone = Телефон
target-tags = Теги
target-timezone = Часовой пояс
target-vip = VIP

## Privacy
field-channel = О чём правило
field-what = Что удаляется
field-days = Хранить
hint-days = Считая от последнего события.
hint-queue = Правило отдельной очереди действует вместо общего.
field-enabled = Включено
hint-enabled = Сначала проверьте: удалённое не вернуть.
kept-chat = Чаты
kept-email = Письма
kept-call = Слова при звонках
kept-recording = Записи звонков
kept-voicemail = Голосовые сообщения
kept-files = Файлы всех каналов
kept-page_views = Просмотры страниц
kept-what-words = слова
kept-what-files = файлы
kept-days = { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
    }
retention-text = Раз в день то, что старше срока, удаляется навсегда, понемногу; количества и время остаются, поэтому отчёты не меняются. Если разговор менял канал, действует самый долгий срок. То, что под запретом на удаление, остаётся.
runs = Последние запуски
run-did = удалено: { $gone }, удержано: { $held }
run-goes-on = продолжается
dry-run = Проверить
dry-running = Проверяю…
dry-run-text = Показывает, что правило удалило бы сейчас. Ничего не меняется.
dry-run-none = Ничего до { $before } не было бы удалено.
dry-run-found = Было бы удалено, до { $before }: { $count }.
dry-run-more = Есть ещё; это самые новые.
dry-run-held = Под запретом на удаление: { $count }.
dry-run-months = По месяцам
dry-run-examples = Самые новые из них
example-conversation = Разговор
example-recording = Запись
example-page = Просмотр страницы
holds = Запреты на удаление
holds-text = Пока запрет действует, ничего о клиенте или из разговора не удаляется: никем и никаким правилом.
holds-none = Их нет.
hold-by = { $who }, { $when }
hold-place = Поставить запрет
hold-lift = Снять
hold-lift-sure = Снять запрет? После этого удаление снова возможно.
hold-subject = Клиент или разговор
hold-reason = Причина
audit-filters = Фильтры журнала
audit-act = Что
audit-who = Кто
audit-subject = О ком или о чём
audit-when = Когда
audit-where = Откуда
audit-any = Всё
audit-anybody = Кто угодно
audit-parley = Parley
audit-customer = Клиент
audit-conversation = Разговор
audit-empty = Записей нет
audit-empty-text = Ничего подходящего под фильтры не записано.
did-session-start = Вход
did-session-end = Выход
did-customers-reveal = Показаны скрытые данные
did-customers-mask = Скрыт контакт
did-customers-unmask = Контакт больше не скрыт
did-customers-add-address = Добавлен контакт
did-customers-remove-address = Удалён контакт
did-customers-merge = Клиенты объединены
did-customers-unmerge = Клиенты разъединены
did-customers-export = Выгружены данные клиентов
did-customers-erase = Клиент стёрт
did-customers-import = Загружены клиенты
did-customers-import-undo = Загрузка отменена
did-customers-restore = Клиент восстановлен
did-consents-record = Внесено согласие
did-recordings-play = Прослушана запись
did-recordings-erase = Запись удалена
did-holds-place = Поставлен запрет на удаление
did-holds-lift = Снят запрет на удаление
did-retention-rules-run = Удалено старое
did-widgets-identity-secret = Создан новый секрет виджета
did-prompts-replace = Заменена голосовая подсказка
did-prompts-restore = Возвращена голосовая подсказка
listed-add = { $list }: добавление
listed-change = { $list }: изменение
listed-remove = { $list }: удаление
listed-restore = { $list }: восстановление
detail-address = контакт: { $value }
detail-conversations = разговоры: { $value }
detail-field = поле: { $value }
detail-fields = поля: { $value }
detail-gone = удалено: { $value }
detail-held = удержано: { $value }
detail-name = { $value }
detail-reason = причина: { $value }
detail-source = источник: { $value }
reveal = Показать: { $label }
reveal-hide = Скрыть: { $label }
mask-address = Скрыть от всех: { $kind }
unmask-address = Показывать всем: { $kind }
consents = Согласия
consents-none = Согласий нет.
consent-given = дано
consent-withdrawn = отозвано
consent-themselves = самостоятельно
consent-version = версия { $version }
consent-words = Текст и место
consent-enter = Внести согласие
consent-purpose = Для чего
consent-source = Откуда известно
consent-give = Дано
consent-withdraw = Отозвано
consent-by-widget = в виджете
consent-by-profile = в профиле
consent-by-chat = в чате
consent-by-call = по телефону
consent-by-email = по почте
consent-by-form = в форме
consent-by-paper = на бумаге
consent-by-in-person = лично
consent-by-other = иначе
purpose-chat = Чат
purpose-call-recording = Запись звонков
purpose-marketing-email = Предложения по почте
purpose-marketing-phone = Предложения по телефону
purpose-marketing-sms = Предложения по SMS
purpose-profiling = Профилирование

## Прошлое клиента
past = Прошлое
past-timeline = Лента
past-journey = Путь
past-of = Лента: { $name }
past-back = Профиль
past-channels = Каналы
past-channel-web = Сайт
past-kinds = Виды
past-kind-message = Сообщения
past-kind-email = Письма
past-kind-call = Звонки
past-kind-note = Заметки
past-kind-form = Формы
past-kind-page = Просмотры
past-kind-event = События
past-kind-purchase = Покупки
past-kind-conversation = Начала и концы
past-search = Искать в этой ленте
past-date = Перейти к
past-latest = К последним
past-empty = Пока ничего не было
past-nothing = Ничего не подходит под фильтры
past-failed = Не удалось загрузить ленту
past-searched = Просмотрено до { $day }
past-beginning = Здесь всё началось
past-started = Разговор начат
past-closed = Разговор закрыт
past-closed-as = Разговор закрыт: { $outcome }
past-call-in = Звонок клиента
past-call-out = Звонок клиенту
past-call-internal = Внутренний звонок
past-call-ended = Звонок окончен
past-call-missed = Пропущенный звонок
past-call-abandoned = Звонящий не дождался
past-call-rejected = Звонок отклонён
past-call-failed = Звонок не состоялся
past-call-voicemail = Голосовое сообщение
past-form = Заполнена форма
past-visit = { $count ->
    [one] { $count } просмотренная страница
    [few] { $count } просмотренные страницы
    [many] { $count } просмотренных страниц
   *[other] { $count } просмотренных страниц
}
past-merged = Объединён с { $name }
journey-none = Для пути пока мало событий
journey-picture = Путь на рисунке
journey-summary =
    { $name }: { $stops ->
        [one] { $stops } остановка
        [few] { $stops } остановки
        [many] { $stops } остановок
       *[other] { $stops } остановок
    }{ $switches ->
        [0] { "" }
        [one] { ", " }{ $switches } смена канала
        [few] { ", " }{ $switches } смены канала
        [many] { ", " }{ $switches } смен канала
       *[other] { ", " }{ $switches } смен канала
    }{ $stuck ->
        [0] { "" }
        [one] { ", " }заминка в { $stuck } месте
        [few] { ", " }заминки в { $stuck } местах
        [many] { ", " }заминки в { $stuck } местах
       *[other] { ", " }заминки в { $stuck } местах
    }
journey-stage-awareness = Знакомство
journey-stage-visit = Выбор
journey-stage-purchase = Покупка
journey-stage-contact = Обращение
journey-stage-service = Обслуживание
journey-stage-after = После обслуживания
journey-count = { $count ->
    [one] { $count } событие
    [few] { $count } события
    [many] { $count } событий
   *[other] { $count } событий
}
journey-switch = Смена: { $from } → { $to }
journey-waited = Ожидание { $span }
journey-stuck-waited = Ответа ждали { $span }
journey-stuck-unanswered = До сих пор без ответа
journey-stuck-repeated = { $count ->
    [one] Написал(а) { $count } раз до ответа
    [few] Написал(а) { $count } раза до ответа
    [many] Написал(а) { $count } раз до ответа
   *[other] Написал(а) { $count } раз до ответа
}
journey-stuck-returned = Возвращение через { $span } после закрытия

## Поиск
find-page = Поиск
find-hint = Искать сообщения и клиентов
find-where = Где искать
find-messages = Сообщения
find-everywhere = Искать везде «{ $words }»
find-channel = Канал
find-queue = Очередь
find-agent = Оператор
find-from = С
find-to = По
find-any = Любой
find-clear = Сбросить фильтры
find-near = Похожее имя
find-start = Что вы ищете?
find-start-text = Достаточно двух букв.
find-nothing = Ничего не найдено
find-nothing-text = Попробуйте меньше слов, покороче, или меньше фильтров.
find-failed = Поиск не удался
find-count = { $count ->
    [one] Показан { $count } результат
    [few] Показано { $count } результата
    [many] Показано { $count } результатов
   *[other] Показано { $count } результатов
}

## Look-ups

field-cache_seconds = Хранить
field-facts = Какие данные показать
field-favoured = Кого обслуживать первыми
field-lookup-kind = Что показывать
field-match = Запрашивать по
field-secret = Общий секрет
field-url = Адрес другой системы
hint-cache_seconds = Сколько показывать ответ, прежде чем спросить систему снова.
hint-facts = По одному в строке: Название = путь в ответе, например Кредитный лимит = account.limit. Без них показываются простые значения.
hint-favoured = По одному в строке: vip:1, tag:gold или lifecycle:customer. Остальных обслуживают после них, по очереди.
hint-secret = Подписывает запросы Parley, чтобы другая система знала, кто спрашивает. Больше он не показывается.
hint-url = Карточка запрашивается методом POST, фрейм открывается. Узлы своей сети нужно разрешить в PARLEY_LOOKUP_HOSTS.
lookup-by = Запрошено по { $address }
lookup-by-claimed = Запрошено по { $address }, адрес не подтверждён
lookup-error = Сейчас ответа нет: { $why }
lookup-kind-card = Карточка с данными
lookup-kind-frame = Страница во фрейме
lookup-nothing = Нет адреса, по которому можно спросить.
lookup-unknown = Там ничего не известно.
lookups = Из других систем
lookups-refresh = Спросить другие системы снова
match-any = Лучшему известному адресу
match-email = Эл. почте
match-external = Номеру клиента
match-phone = Телефону
