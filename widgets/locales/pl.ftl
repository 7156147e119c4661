open = Napisz do nas
close = Zamknij czat
title = Napisz do nas
subtitle = Odpowie Ci człowiek
hello = Dzień dobry. Jak możemy pomóc?
hello-hint = Napisz tutaj. Wiadomość trafi do człowieka.
start = Rozpocznij czat
form-name = Imię i nazwisko
form-email = E-mail
form-phone = Telefon
optional = opcjonalnie
message = Wiadomość
policy = Polityka prywatności

looking = Szukamy kogoś dla Ciebie
place = { $count ->
    [one] Jesteś następną osobą w kolejce
    [few] Twoje miejsce w kolejce: { $count }
    [many] Twoje miejsce w kolejce: { $count }
   *[other] Twoje miejsce w kolejce: { $count }
}
soon = To potrwa mniej niż minutę.
minutes = { $count ->
    [one] To potrwa około minuty.
    [few] To potrwa około { $count } minut.
    [many] To potrwa około { $count } minut.
   *[other] To potrwa około { $count } minuty.
}
away = Teraz nikogo tu nie ma
leave = Zostaw wiadomość
leave-hint = Zostaw wiadomość i adres, odezwiemy się. Odpowiedź będzie czekać tutaj.
leave-hint-by-email = Zostaw wiadomość i adres, odpowiemy e-mailem.
leave-instead = Zostaw wiadomość zamiast czekać
leave-default = Proszę o kontakt.
leave-default-by-email = Proszę o odpowiedź e-mailem.
leave-send = Zostaw wiadomość
keep-waiting = Czekam dalej
left = Mamy Twoją wiadomość. Odpowiedź będzie tu, gdy wrócisz.
left-by-email = Mamy Twoją wiadomość i odpowiemy e-mailem.

typing = { $name } pisze
write = Napisz wiadomość
write-to = Napisz do: { $name }
send = Wyślij
attach = Dołącz plik
emoji = Emoji
uploading = Wysyłanie: { $name }
remove = Usuń: { $name }
file-too-large = Plik może mieć najwyżej { $size }.
file-failed = Nie udało się wysłać pliku.

sending = Wysyłanie
sent = Wysłano
delivered = Dostarczono
read = Przeczytano
retry = Spróbuj ponownie
removed = Ta wiadomość została usunięta.
offline = Brak połączenia. To, co napiszesz, wyślemy, gdy tylko wróci.

line-OfferAccepted = Rozmowę prowadzi { $name }
line-ConversationAssigned = Rozmowę prowadzi { $name }
line-ConversationTransferred = Rozmowa przekazana: { $name }
line-ConversationClosed = Rozmowa zakończona
line-ConversationReopened = Rozmowa trwa dalej
line-VisitorLeft = Rozmowa zakończona przez Ciebie
conversation = Rozmowa
ended = Ta rozmowa jest zakończona
going-on = w toku
again = Napisz ponownie
end = Zakończ rozmowę

menu = Więcej
earlier = Wcześniejsze rozmowy
none-earlier = Jeszcze ich nie ma.
back = Wróć
transcript = Pobierz zapis rozmowy
transcript-file = rozmowa
transcript-failed = Nie udało się pobrać zapisu. Spróbuj ponownie.
sound-on = Włącz dźwięk
sound-off = Wyłącz dźwięk

prove = Znajdź rozmowy z innych miejsc
prove-hint = Jeśli pisałeś lub pisałaś do nas z innego urządzenia, możemy pokazać tu tamte rozmowy. Wyślemy kod na Twój adres, aby sprawdzić, że należy do Ciebie.
prove-send = Wyślij kod
prove-sent = Wysłaliśmy kod na adres { $email }. Może to potrwać minutę; zajrzyj też do spamu.
prove-code = Kod z e-maila
prove-check = Pokaż moje rozmowy
prove-again = Wyślij na inny adres lub jeszcze raz
prove-wrong = To nie ten kod albo już wygasł. Po pięciu próbach potrzebny jest nowy.
prove-slow = To było zbyt często. Poczekaj kilka minut.
prove-failed = Nie udało się wysłać kodu. Sprawdź adres.

call-open = Zadzwoń do nas
call-hint = Porozmawiasz z człowiekiem, tutaj w przeglądarce. Telefon nie jest potrzebny.
call-now = Zadzwoń teraz
call-write = Wolę napisać
call-away = Teraz nikt nie może odebrać. Możesz zostawić wiadomość głosową.
call-notice = Rozmowa jest nagrywana, żeby można było sprawdzić ustalenia. Nagrywanie widać po czerwonym świetle.
call-check = Sprawdź mikrofon i dźwięk
call-asking = Przeglądarka pyta o mikrofon. Zezwól na jego użycie.
call-starting = Łączenie
call-music = Podczas czekania gra muzyka. Możesz w tym czasie do nas pisać.
call-voicemail = Zostaw wiadomość głosową
call-callback = Oddzwońcie do mnie
call-speak = Mów po sygnale
call-remaining = Zostało { $time }
call-finish = Zakończ wiadomość
call-talking = Rozmowa trwa
call-held = Rozmowa zawieszona
call-held-hint = { $name } zaraz wróci do rozmowy.
call-interrupted = Połączenie zerwane po drugiej stronie: { $name }
call-interrupted-hint = Nie rozłączaj się. Zaraz połączymy Cię ponownie.
call-returning = Ponowne łączenie
call-returning-hint = Zostań tutaj: rozmowa potrwa dalej, gdy tylko wróci połączenie.
call-elsewhere = Twoja rozmowa trwa w innym oknie
call-here = Rozmawiaj tutaj
call-mute = Wycisz
call-unmute = Wyłącz wyciszenie
call-muted = Mikrofon jest wyciszony
call-muted-speaking = Mikrofon jest wyciszony: nikt Cię nie słyszy
call-keypad = Klawiatura
call-end = Rozłącz
call-recording = Nagrywanie
call-recording-paused = Nagrywanie wstrzymane
call-good = Dobre połączenie
call-fair = Niestabilne połączenie
call-poor = Słabe połączenie
call-hear = Włącz dźwięk
call-silent = Nie słychać Twojego mikrofonu. Czy to ten właściwy?
call-microphone = Mikrofon
call-level = Poziom mikrofonu
call-ring = { $name } chce z Tobą porozmawiać
call-ring-hint = Rozmowa głosowa tutaj w przeglądarce. Nic się nie włączy, zanim odbierzesz.
call-somebody = Ktoś z naszego zespołu
call-accept = Odbierz
call-decline = Odrzuć
call-ended = Rozmowa zakończona
call-ended-callback = Oddzwonimy do Ciebie
call-ended-callback-hint = Zachowujesz miejsce w kolejce. Zadzwonimy na tej stronie, a jeśli ją zamkniesz, napiszemy.
call-ended-voicemail = Mamy Twoją wiadomość głosową
call-ended-lost = Połączenie zostało zerwane
call-ended-expired = Nikt nie odebrał
call-ended-failed = Nie udało się połączyć
call-again = Zadzwoń ponownie
call-done = Gotowe
call-denied = Brak zgody na mikrofon
call-denied-hint = Zezwól na mikrofon dla tej strony obok adresu u góry i spróbuj ponownie.
call-missing = Nie znaleziono mikrofonu
call-missing-hint = Podłącz mikrofon i spróbuj ponownie albo napisz do nas.
call-busy = Mikrofon nie odpowiada
call-busy-hint = Może używa go inny program. Zamknij go i spróbuj ponownie albo napisz do nas.
call-blocked = Rozmowa otworzy się w osobnym oknie
call-blocked-hint = Ta strona nie pozwala nam użyć mikrofonu. Wszystko, co tu jest, przejdzie razem z Tobą.
call-window = Otwórz okno rozmowy
call-unable = Ta przeglądarka nie obsługuje rozmów
call-unable-hint = Napisz do nas albo użyj innej przeglądarki.
call-speak-now = Powiedz coś: pasek się porusza, gdy mikrofon Cię słyszy.
call-echo = Posłuchaj siebie
call-echo-on = Teraz słychać to, co mówisz, z małym opóźnieniem. W słuchawkach słychać lepiej.
call-echo-off = Zatrzymaj
call-camera = Kamera
call-own-picture = Twój obraz
call-picture-failed = Nic nie jest pokazywane: przeglądarka na to nie pozwoliła albo nie ma kamery.
call-screen = Pokaż ekran
call-their-picture = Obraz drugiej strony

line-CallStarted = Początek rozmowy głosowej
line-CallEnded = Koniec rozmowy głosowej
line-CallbackAsked = Prośba o oddzwonienie
line-VoicemailBegun = Wiadomość głosowa
