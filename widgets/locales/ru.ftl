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
left-by-email = Мы получили ваше сообщение и ответим по почте.

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

call-open = Позвонить нам
call-hint = Вы поговорите с человеком прямо здесь, в браузере. Телефон не нужен.
call-now = Позвонить сейчас
call-write = Лучше написать
call-away = Сейчас никто не может ответить. Можно оставить голосовое сообщение.
call-notice = Звонок записывается, чтобы можно было проверить договорённости. О записи говорит красный огонёк.
call-check = Проверить микрофон и звук
call-asking = Браузер спрашивает о микрофоне. Пожалуйста, разрешите его.
call-starting = Соединяем
call-music = Пока вы ждёте, играет музыка. В это время можно нам писать.
call-voicemail = Оставить голосовое сообщение
call-callback = Перезвоните мне
call-speak = Говорите после сигнала
call-remaining = Осталось { $time }
call-finish = Закончить сообщение
call-talking = Разговор идёт
call-held = Звонок на удержании
call-held-hint = { $name } скоро вернётся к разговору.
call-interrupted = На другой стороне пропала связь: { $name }
call-interrupted-hint = Не вешайте трубку. Вас соединят снова.
call-returning = Соединяем снова
call-returning-hint = Оставайтесь здесь: разговор продолжится, как только вернётся связь.
call-elsewhere = Ваш звонок идёт в другом окне
call-here = Продолжить здесь
call-mute = Выключить микрофон
call-unmute = Включить микрофон
call-muted = Микрофон выключен
call-muted-speaking = Микрофон выключен: вас никто не слышит
call-keypad = Клавиши
call-end = Завершить звонок
call-recording = Идёт запись
call-recording-paused = Запись приостановлена
call-good = Хорошая связь
call-fair = Связь неустойчива
call-poor = Плохая связь
call-hear = Включить звук
call-silent = Микрофон молчит. Тот ли он?
call-microphone = Микрофон
call-level = Уровень микрофона
call-ring = { $name } хочет с вами поговорить
call-ring-hint = Голосовой звонок здесь, в браузере. Ничего не включится, пока вы не ответите.
call-somebody = Наш сотрудник
call-accept = Ответить
call-decline = Отклонить
call-ended = Звонок завершён
call-ended-callback = Мы вам перезвоним
call-ended-callback-hint = Ваше место в очереди остаётся за вами. Мы позвоним на этой странице, а если вы её закроете, напишем.
call-ended-voicemail = Мы получили ваше голосовое сообщение
call-ended-lost = Связь прервалась
call-ended-expired = Никто не ответил
call-ended-failed = Не удалось соединить
call-again = Позвонить снова
call-done = Готово
call-denied = Микрофон не разрешён
call-denied-hint = Разрешите микрофон для этой страницы рядом с адресом вверху и попробуйте ещё раз.
call-missing = Микрофон не найден
call-missing-hint = Подключите микрофон и попробуйте ещё раз или напишите нам.
call-busy = Микрофон не отвечает
call-busy-hint = Возможно, его использует другая программа. Закройте её и попробуйте ещё раз или напишите нам.
call-blocked = Звонок откроется в отдельном окне
call-blocked-hint = Эта страница не даёт нам микрофон. Всё, что вы написали, останется с вами.
call-window = Открыть окно звонка
call-unable = Этот браузер не умеет звонить
call-unable-hint = Напишите нам или откройте другой браузер.
call-speak-now = Скажите что-нибудь: полоска движется, когда микрофон вас слышит.
call-echo = Услышать себя
call-echo-on = Сейчас вы слышите себя с небольшой задержкой. В наушниках слышно лучше.
call-echo-off = Остановить

line-CallStarted = Начало звонка
line-CallEnded = Звонок завершён
line-CallbackAsked = Вы попросили перезвонить
line-VoicemailBegun = Голосовое сообщение
