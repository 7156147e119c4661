open = Написать нам
close = Закрыть чат
title = Написать нам
subtitle = Вам ответит человек
hello = Здравствуйте. Чем помочь?
hello-hint = Напишите нам здесь. Сообщение прочтёт человек.
start = Начать чат
form-name = Ваше имя
form-email = Эл. почта
form-phone = Телефон
optional = необязательно
message = Сообщение
policy = Политика конфиденциальности

looking = Ищем, кто вам ответит
place = { $count ->
    [one] Ваше место в очереди: { $count }
    [few] Ваше место в очереди: { $count }
    [many] Ваше место в очереди: { $count }
   *[other] Ваше место в очереди: { $count }
}
soon = Ждать меньше минуты.
minutes = { $count ->
    [one] Ждать около { $count } минуты.
    [few] Ждать около { $count } минут.
    [many] Ждать около { $count } минут.
   *[other] Ждать около { $count } минуты.
}
away = Сейчас никого нет
leave = Оставить сообщение
leave-hint = Оставьте сообщение и адрес, мы свяжемся с вами. Ответ будет ждать вас здесь.
leave-hint-by-email = Оставьте сообщение и адрес, мы ответим по почте.
leave-instead = Оставить сообщение и не ждать
leave-default = Пожалуйста, свяжитесь со мной.
leave-default-by-email = Пожалуйста, ответьте мне по почте.
leave-send = Оставить сообщение
keep-waiting = Подожду ещё
left = Мы получили ваше сообщение. Ответ будет здесь, когда вы вернётесь.
left-by-email = Мы получили ваше сообщение. Ответ придёт сюда и на почту.

typing = { $name } печатает
write = Напишите сообщение
write-to = Сообщение для { $name }
send = Отправить
attach = Прикрепить файл
emoji = Эмодзи
uploading = Отправка: { $name }
remove = Убрать { $name }
file-too-large = Размер файла не больше { $size }.
file-failed = Не удалось отправить файл.

sending = Отправляется
sent = Отправлено
delivered = Доставлено
read = Прочитано
retry = Повторить
removed = Это сообщение удалено.
offline = Нет связи. Всё, что вы напишете, отправится, когда она вернётся.

line-OfferAccepted = Вам отвечает { $name }
line-ConversationAssigned = Вам отвечает { $name }
line-ConversationTransferred = Разговор передан: { $name }
line-ConversationClosed = Разговор завершён
line-ConversationReopened = Разговор продолжается
line-VisitorLeft = Вы вышли из разговора
conversation = Разговор
ended = Разговор завершён
going-on = идёт
again = Написать снова
end = Завершить разговор

menu = Ещё
earlier = Прежние разговоры
none-earlier = Их пока нет.
back = Назад
transcript = Скачать запись разговора
transcript-file = разговор
transcript-failed = Не удалось получить запись. Попробуйте ещё раз.
sound-on = Включить звук
sound-off = Выключить звук
