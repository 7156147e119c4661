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
left-by-email = Mamy Twoją wiadomość. Odpowiedź pojawi się tutaj i przyjdzie e-mailem.

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
