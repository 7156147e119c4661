# The workspace in Polish. Keys are the same in every language.

## Places
rail = Główna nawigacja
inbox = Rozmowy
customers = Klienci
customer = Klient
conversation = Rozmowa
admin = Administracja
panes = Panele
notices = Powiadomienia
settings = Ustawienia

## Common
retry = Ponów
undo = Cofnij
cancel = Anuluj
save = Zapisz
delete = Usuń
discard = Odrzuć
dismiss = Zamknij powiadomienie
loading = Wczytywanie…
load-more = Pokaż więcej
load-older = Pokaż wcześniejsze wiadomości
close-dialog = Zamknij
you = Ty
you-capital = Ty
somebody = ktoś
visitor = Gość
a-queue = kolejce
a-file = plik
email = E-mail
language = Język
unread = { $count ->
    [one] nieprzeczytana wiadomość
    [few] nieprzeczytane wiadomości
    [many] nieprzeczytanych wiadomości
   *[other] nieprzeczytanej wiadomości
}

## Time
ago-now = teraz
ago-minutes = { $minutes } min
ago-hours = { $hours } godz.
span-hours = { $hours } godz. { $minutes } min
span-days = { $days ->
    [one] { $days } dzień
   *[other] { $days } dni
}

## Errors
error-offline = Brak połączenia z serwerem.
error-server = Serwer chwilowo nie odpowiada.
error-no-answer = Serwer nie odpowiedział na czas.
reconnecting = Ponowne łączenie…
failed-because = { $what }: nie udało się. { $why }
act-assign = Przydzielanie
act-snooze = Odkładanie
act-wake = Wznawianie
act-close = Zamykanie
act-reopen = Ponowne otwieranie
act-tags = Zmiana tagów
act-presence = Zmiana dostępności
act-sign-out = Wylogowanie
act-customer = Zapis danych klienta
act-load = Wczytywanie
act-save = Zapisywanie
act-delete = Usuwanie
act-restore = Przywracanie

## Sign-in
sign-in-title = Zaloguj się do Parley
sign-in = Zaloguj się
signing-in = Logowanie…
sign-in-wrong = Nieprawidłowy e-mail lub hasło.
sign-out = Wyloguj się
password = Hasło
show-password = Pokaż
hide-password = Ukryj
session-ended = Sesja wygasła
session-ended-text = Zaloguj się ponownie, aby kontynuować. To, co napisano, nadal tu jest.

## Channels and states
channel-chat = Czat
channel-call = Połączenie
channel-email = E-mail
channel-callback = Oddzwonienie
channel-form = Formularz
state-waiting = czeka
state-offered = zaproponowana
state-open = otwarta
state-snoozed = odłożona
state-closed = zamknięta

## Inbox
lists = Listy
tab-mine = Moje
tab-waiting = Czekają
tab-team = Zespół
empty-mine = Nic na Ciebie nie czeka
empty-mine-text = Nowe rozmowy pojawią się jako propozycje.
empty-waiting = Nikt nie czeka
empty-waiting-text = Tu pojawi się każdy, kto napisze.
empty-team = Zespół jest wolny
empty-team-text = Tu pojawią się rozmowy innych agentów.
row-why = { $channel }, { $why }
why-you = czeka na Ciebie
why-customer = czeka na klienta
why-open = otwarta
why-queue = w kolejce { $queue }
why-left-message = zostawiona wiadomość
why-offered = zaproponowano: { $name }
why-with = prowadzi { $name }
why-snoozed = odłożona: { $when }
why-closed = zamknięta
row-new = nowa
waits = czeka
waits-late = czeka za długo:
preview-note = Notatka: { $text }
preview-agent = Odpowiedź: { $text }
no-words-yet = Brak wiadomości

## Offers
offer = Propozycja
offer-chat = Nowy czat
offer-call = Połączenie przychodzące
offer-email = Nowy e-mail
offer-callback = Czas oddzwonić
offer-form = Nowy formularz
offer-left = { $seconds } s na przyjęcie
offer-queue = Kolejka { $queue }.
offer-more = { $more ->
    [one] Potem jeszcze jedna propozycja.
    [few] Potem jeszcze { $more } propozycje.
    [many] Potem jeszcze { $more } propozycji.
   *[other] Potem jeszcze { $more } propozycji.
}
offer-title = { $name } czeka na Ciebie
offer-spoken = Nowa propozycja: { $name }. Naciśnij A, aby przyjąć.
offer-taken = Ktoś inny był szybszy.
offer-over = Ta propozycja już wygasła.
accept = Przyjmij
decline = Odrzuć
missed-text = Propozycja przepadła, więc nowe do Ciebie nie trafiają.
missed-spoken = Propozycja przepadła. Nie otrzymujesz nowych rozmów.
receive-again = Odbieraj znowu
offline-text = Jesteś offline, więc rozmowy do Ciebie nie trafiają.
receive = Zacznij odbierać
not-now = Nie teraz
message-spoken = { $name }: { $text }
handed-over = przekazano Ci rozmowę: { $name }

## Presence
presence-button = { $name }, { $presence }
presence-available = Dostępny
presence-busy = Zajęty
presence-break = Przerwa
presence-wrap_up = Czynności po rozmowie
presence-offline = Offline
presence-missed = Przegapione, nie odbierasz
presence-reason = { $state }, { $reason }
load-chats = Czaty: { $load } z { $capacity }
load-short = { $load }/{ $capacity }

## Settings
theme = Motyw
theme-auto = Auto
theme-light = Jasny
theme-dark = Ciemny
sounds = Dźwięki
shortcuts = Skróty klawiszowe
shortcuts-off = Skróty są wyłączone w ustawieniach.
shortcuts-list = Lista
shortcuts-conversation = Rozmowa
shortcuts-go = Przejdź do
command-next = Następna rozmowa
command-previous = Poprzednia rozmowa
command-open = Otwórz
command-accept = Przyjmij propozycję
command-reply = Odpowiedz
command-note = Napisz notatkę
command-undo-send = Cofnij ostatni e-mail
command-snooze = Odłóż
command-assign = Przydziel lub przekaż
command-close = Zamknij rozmowę
command-search = Szukaj
command-palette = Znajdź cokolwiek
command-new-email = Nowy e-mail
command-inbox = Rozmowy
command-customers = Klienci
command-help = Skróty klawiszowe
key-enter = Enter
palette-hint = Znajdź rozmowę, klienta lub polecenie
palette-nothing = Nic nie znaleziono

## Conversation
choose-conversation = Nie wybrano rozmowy
choose-conversation-text = Wybierz ją z listy albo poczekaj na propozycję.
conversation-missing = Nie ma tu tej rozmowy
conversation-missing-text = Nie istnieje albo nie masz do niej dostępu.
conversation-failed = Nie udało się wczytać rozmowy
conversation-of = Rozmowa, { $day }
assign = Przydziel
snooze = Odłóż
wake = Wznów
close = Zamknij
reopen = Otwórz ponownie
take = Przejmij
close-with = Zamknij jako
close-without = Bez wyniku
closed-done = Rozmowa zamknięta.
snooze-hour = Za godzinę
snooze-tomorrow = Jutro
snooze-monday = W poniedziałek
snooze-own = Data i godzina
snoozed-until = Odłożono: { $when }.
assigned-to = Przydzielono: { $name }.
assign-title = Przydziel: { $name }
assign-to = Komu
assign-find = Agent lub kolejka
assign-note = Notatka dla następnej osoby
assign-nobody = Nie ma agenta ani kolejki o tej nazwie
assign-offline = { $name } jest offline i zobaczy to dopiero po powrocie.
agent-me = { $name } (Ty)
queue-waiting = { $waiting ->
    [0] nikt nie czeka
    [one] { $waiting } czeka
    [few] { $waiting } czekają
   *[other] { $waiting } czeka
}
others-viewing = { $count ->
    [one] { $names } też tu jest
   *[other] { $names } też tu są
}
others-typing = { $count ->
    [one] { $names } pisze…
   *[other] { $names } piszą…
}
customer-typing = { $name } pisze…
tags = Tagi
edit-tags = Zmień tagi
add-tag = Dodaj tag
find-tag = Znajdź tag
make-tag = Nowy tag „{ $name }”
no-tags = Nie ma takiego tagu
timeline = Przebieg rozmowy
to-latest = Najnowsze
note-by = Notatka, { $name }
said-mark = { $name }, { $mark }
mark-sent = wysłano
mark-delivered = dostarczono
mark-read = przeczytano
redacted = Treść usunięto.
pending-sending = Wysyłanie…
pending-queued = Czeka na połączenie
pending-failed = Nie wysłano.

## Composer
composer-chat = Czat
composer-email = E-mail
composer-note = Notatka
composer-chat-label = Odpowiedź na czacie
composer-note-label = Notatka dla zespołu
composer-email-label = Treść e-maila
composer-chat-hint = Odpowiedz na czacie, / wstawia szablon
composer-closed-hint = Napisz, aby ponownie otworzyć rozmowę
composer-note-hint = Notatka widoczna tylko dla zespołu, @ wspomina osobę
composer-email-hint = Napisz e-mail, / wstawia szablon
composer-no-chat = W tej rozmowie nie ma czatu.
composer-left = Klient opuścił czat.
composer-away = Klienta nie ma teraz na stronie.
composer-by-email = Odpowiedz e-mailem
composer-left-email = Klient opuścił czat: to pójdzie e-mailem na { $address }.
composer-away-email = Klienta nie ma na stronie: to pójdzie e-mailem na { $address }.
composer-keys = Enter wysyła, Shift+Enter zaczyna nowy wiersz
composer-mail-keys = Ctrl+Enter wysyła
composer-offline = Offline: wiadomości czekają i wyślą się same
send = Wyślij
send-later = Wyślij później
send-then = Wyślij wtedy
add-note = Dodaj notatkę
attach = Załącz plik
attached = Załączone pliki
emoji = Emoji
format = Formatowanie
format-bold = Pogrubienie
format-italic = Kursywa
format-list = Lista
format-link = Łącze
chat-link = Wstaw link do czatu
templates = Szablony
mentions = Agenci
template-missing = Nieuzupełnione: { $names }
file-too-large = Większy niż { $most }
uploading = Wysyłanie { $name }
remove-file = Usuń { $name }

## Email
new-email = Nowy e-mail
new-email-none = Nie ma jeszcze żadnej skrzynki, więc nie można wysyłać.
new-email-from = { $name }, { $address } ({ $queue })
mail-from = Od
mail-to = Do
mail-cc = DW
mail-bcc = UDW
mail-subject = Temat
mail-more-recipients = DW, UDW
mail-add = { $line }: dodaj adres
mail-remove = Usuń { $recipient }
mail-problem-nobody = Do kogo to ma pójść? Dodaj adres w polu „Do”.
mail-problem-address = „{ $text }” to nie adres e-mail.
mail-problem-empty = Napisz coś albo załącz plik.
mail-problem-unknown = Odbiorcy są jeszcze ustalani. Spróbuj za chwilę.
mail-quoted = Cytowany tekst
mail-no-subject = Bez tematu
mail-leaving = E-mail jest w drodze.
mail-scheduled = E-mail zostanie wysłany: { $when }.
undo-late = Za późno: e-mail już wyszedł.
mail-edit = Edytuj
mail-cancel = Nie wysyłaj
mail-again = Napisz ponownie
mail-state-leaving = wyjdzie za chwilę
mail-state-scheduled = wyjdzie: { $when }
mail-state-queued = czeka na wysłanie
mail-state-sent = wysłano
mail-state-delayed = opóźnione, spróbujemy ponownie
mail-state-bounced = wróciło
mail-state-failed = nie wysłano
mail-state-cancelled = cofnięto
mail-attachments = { $count ->
    [one] załącznik
    [few] załączniki
    [many] załączników
   *[other] załącznika
}
mail-unverified = Niepotwierdzony nadawca
mail-unverified-text = Nic nie dowodzi, że ten e-mail wysłano z podanego adresu; każdy może wpisać tam dowolny adres. Zanim będzie wiadomo, kto go napisał, nie rób na jego podstawie niczego i niczego nie zdradzaj.
mail-verified = Potwierdzony nadawca
mail-automatic = Odpowiedź automatyczna: { $subject }
mail-receipt = Potwierdzenie przeczytania: { $subject }
mail-bounced = Nie dostarczono do { $recipient }
mail-unread = Nie udało się odczytać tego e-maila. Oryginał jest zachowany.
mail-unparsed = Nie udało się odczytać tego e-maila: { $why } Oryginał jest zachowany bez zmian.
mail-show-quoted = Pokaż cytowany tekst
mail-hide-quoted = Ukryj cytowany tekst
mail-formatted = Pokaż z formatowaniem
mail-as-text = Pokaż jako tekst
mail-images = Pokaż obrazy
mail-headers = Nagłówki
mail-original = Oryginał

## What happened
fact-started = Początek rozmowy: { $who }
fact-started-from = Początek rozmowy: { $who }, strona { $page }
fact-left-message = Zostawiona wiadomość: { $who }
fact-earlier = po wcześniejszej rozmowie
fact-queued = Oczekiwanie w kolejce { $queue }
fact-offered = Propozycja dla: { $agent }
fact-accepted = Przyjęcie: { $agent }, po { $waited }
fact-declined = Odrzucona propozycja: { $agent }
fact-expired = Przepadła propozycja: { $agent }
fact-withdrawn = Wycofano propozycję dla: { $agent }
fact-took = Przejęcie rozmowy: { $agent }
fact-assigned = Przydzielono do: { $agent } ({ $who })
fact-transferred = Przekazano do: { $to } ({ $who })
fact-snoozed = Odłożono: { $when } ({ $who })
fact-woken = Powrót z odłożenia
fact-closed = Zamknięto ({ $who })
fact-closed-as = Zamknięto: { $outcome } ({ $who })
fact-reopened = Otwarto ponownie ({ $who })
fact-tags = Tagi: dodano { $added }, usunięto { $removed } ({ $who })
fact-tags-added = Tagi: dodano { $added } ({ $who })
fact-tags-removed = Tagi: usunięto { $removed } ({ $who })
fact-invited = { $who }: utworzono link do czatu
fact-left = Opuszczenie strony: { $who }
fact-introduced = Dane klienta: { $details }
fact-redacted = Usunięto treść wiadomości ({ $who })

## Customers
verified = Potwierdzona tożsamość
not-verified = Niepotwierdzona tożsamość
address-email = E-mail
address-phone = Telefon
address-external = Nr klienta
address-verified = potwierdzony
address-claimed = niepotwierdzony
local-time = Czas lokalny
customer-since = Klient od
customer-name = Nazwa
customer-note = Notatka
customer-note-empty = Dodaj notatkę o tym kliencie
no-value = puste
edit-value = Zmień, { $label }: { $value }
on-site = Teraz na stronie
was-on-site = Ostatnia strona
page = Strona
page-title = Tytuł
came-from = Skąd
earlier = Wcześniej
earlier-none = To pierwsza rozmowa.
earlier-about = { $channel }, { $about }
conversations = Rozmowy
conversations-none = Nie było jeszcze rozmów.
customer-failed = Nie udało się wczytać klienta
customers-failed = Nie udało się wczytać klientów
customers-none = Nie ma jeszcze klientów
customers-not-found = Nikogo nie znaleziono
find-customer = Nazwa, e-mail lub telefon
no-address = Brak adresu
choose-customer = Wybierz klienta

## Outcomes and breaks: keys of the server; others are shown as they are
outcome-solved = Rozwiązane
outcome-answered = Udzielono odpowiedzi
outcome-follow_up = Do dalszego kontaktu
outcome-no_reply = Brak odpowiedzi
outcome-spam = Spam
break-lunch = Obiad
break-short = Krótka przerwa
break-training = Szkolenie
break-meeting = Spotkanie

## Administration
section-agents = Agenci
section-teams = Zespoły
section-queues = Kolejki
section-widgets = Widżety
section-mailboxes = Skrzynki
section-templates = Szablony
section-tags = Tagi
section-roles = Role
new-agents = Nowy agent
new-teams = Nowy zespół
new-queues = Nowa kolejka
new-widgets = Nowy widżet
new-mailboxes = Nowa skrzynka
new-templates = Nowy szablon
new-tags = Nowy tag
new-roles = Nowa rola
admin-forbidden = Nie masz dostępu do tej strony
list-failed = Nie udało się wczytać listy
list-empty = Jeszcze nic tu nie ma
list-empty-text = Tu pojawi się to, co utworzysz.
document-missing = Tego już tu nie ma
switched-off = wyłączone
queue-about = Odpowiedź w { $target } s, propozycja trwa { $offer } s
back = Wróć
saved = Zapisano: { $name }.
deleted = Usunięto: { $name }.
not-saved = Jeszcze nie zapisano
leave-unsaved = Zmiany nie są zapisane. Wyjść mimo to?
every-queue = Każda kolejka
side-right = Prawa
side-left = Lewa
unit-seconds = sekund
unit-days = dni
field-name = Nazwa
field-email = E-mail
field-password = Hasło
hint-password = Co najmniej 10 znaków. Puste pole zostawia obecne hasło.
hint-new-password = Co najmniej 10 znaków. Bez hasła agent nie może się jeszcze zalogować.
field-role = Rola
field-locale = Język
field-queues = Kolejki
hint-queues = Nic nie zaznaczono: agent nie otrzymuje żadnych rozmów.
hint-new-queues = Nic nie zaznaczono: agent obsługuje wszystkie kolejki, także przyszłe.
field-teams = Zespoły
field-capacity-chat = Czaty naraz
field-capacity-call = Połączenia naraz
field-capacity-email = E-maile naraz
field-active = Włączone
field-offer_seconds = Czas na przyjęcie propozycji
field-target_seconds = Docelowy czas odpowiedzi
hint-target_seconds = Późniejsze odpowiedzi są czerwone.
field-reopen_days = Ponowne otwarcie
hint-reopen_days = Klient, który napisze w tym czasie, wraca do tej samej rozmowy.
field-away_text = Gdy nikogo nie ma
hint-away_text = Widoczne nad formularzem do zostawienia wiadomości.
field-sites = Strony internetowe
hint-sites = Po jednej w wierszu, np. https://shop.example. Sama * dopuszcza każdą stronę.
field-queue = Kolejka
group-look = Wygląd
field-look-colour = Kolor
field-look-position = Strona ekranu
field-look-launcher = Tekst na przycisku
hint-look-launcher = Puste pole pokazuje samą ikonę.
group-form = Formularz przed czatem
form-none = Bez formularza: czat zaczyna się od razu.
form-label = Etykieta
form-kind = Rodzaj
form-text = Tekst
form-email = E-mail
form-phone = Telefon
form-textarea = Długi tekst
form-choice = Wybór
form-required = Wymagane
form-remove = Usuń { $label }
form-add = Dodaj pole
group-consent = Zgoda
field-consent-text = Treść zgody
hint-consent-text = Puste pole nie pyta o zgodę.
field-consent-version = Wersja
hint-consent-version = Zapisywana przy każdej udzielonej zgodzie.
field-consent-policy_url = Link do polityki prywatności
field-shortcut = Skrót
hint-shortcut = Wpisywany po / w polu odpowiedzi.
field-text = Treść
hint-text = Uzupełniane: {"{"}first name{"}"}, {"{"}name{"}"}, {"{"}agent{"}"}, {"{"}queue{"}"}, {"{"}case{"}"}, {"{"}email{"}"}, {"{"}subject{"}"}, {"{"}date{"}"}.
field-subject = Temat
hint-subject = Tylko dla nowego e-maila; odpowiedź zachowuje temat.
field-footer = Stopka
hint-footer = Stoi pod treścią w e-mailach.
field-files = Pliki
group-by-email = W e-mailach
group-translations = Inne języki
translations-text = Dla klientów w danym języku. Puste pola biorą treść z góry.
translated = przetłumaczono

## Mailboxes
field-address = Adres
hint-address = Na ten adres piszą klienci i na niego wracają ich odpowiedzi.
hint-locale = Automatycznych e-maili i klientów, których języka nie znamy.
provider = Dostawca
provider-text = Wypełnia oba serwery poniżej.
provider-none = Inny
group-imap = Poczta przychodząca
group-smtp = Poczta wychodząca
group-words = Teksty
group-more = Więcej
field-imap = Pobieraj przez IMAP
field-smtp = Wysyłaj przez SMTP
server-host = Serwer
server-port = Port
server-tls = Szyfrowanie
server-tls-implicit = TLS
server-tls-starttls = STARTTLS
server-tls-none = Brak
server-user = Użytkownik
server-oauth = Logowanie przez OAuth2
server-folder = Folder
oauth-token_url = Adres tokenów
oauth-client_id = Id klienta OAuth
oauth-client_secret = Sekret klienta OAuth
oauth-refresh_token = Token odświeżania
secret-kept = Bez zmian
field-signature = Podpis
hint-signature = Stoi pod każdym e-mailem z tej skrzynki.
field-acknowledgement = Potwierdzenie odbioru
hint-acknowledgement = Odpowiada samo na pierwszy e-mail rozmowy. Puste niczego nie wysyła.
field-transcripts = Wysyłaj klientom zapis zakończonego czatu
field-authserv_id = Nazwa waszego serwera poczty
hint-authserv_id = Tak jak w Authentication-Results, np. mx.example.com. Nadawcy, których potwierdza, są zweryfikowani.
mailbox-test = Sprawdź połączenie
mailbox-testing = Sprawdzanie…
mailbox-test-saved = Najpierw zapisz: sprawdzane są zapisane dane.
mailbox-test-ok = Wszystko działa.
mailbox-test-failed = Coś jeszcze nie działa.
step-dns = Nazwa
step-connect = Połączenie
step-tls = Szyfrowanie
step-login = Logowanie
step-folder = Folder
step-ok = działa:
step-failed = nie działa:
health-none = nie pobiera poczty
health-connecting = łączenie
health-ok = połączono
health-seen = sprawdzono: { $when }
health-waiting = { $count ->
    [one] pobieranie { $count } e-maila
    [few] pobieranie { $count } e-maili
    [many] pobieranie { $count } e-maili
   *[other] pobieranie { $count } e-maila
}
snippet = Kod do wklejenia
snippet-text = Wklej ten wiersz na każdą stronę, która ma pokazywać widżet.
csp = Content-Security-Policy
csp-text = Tylko dla stron z własną polityką: dodaj do niej te wiersze.
copy = Kopiuj
copied = Skopiowano
right = Uprawnienie
right-of = { $right }: { $role }
right-conversations-handle = Obsługa rozmów ze swoich kolejek
right-conversations-supervise = Wgląd i działanie w rozmowach swoich zespołów
right-calls-supervise = Podsłuch rozmów, podpowiadanie, dołączanie i przejmowanie
right-recordings-play = Odsłuchiwanie nagrań rozmów
right-recordings-delete = Usuwanie nagrań
right-conversations-all = Wgląd i działanie we wszystkich rozmowach
right-conversations-redact = Usuwanie treści wiadomości
right-customers-read = Wgląd w klientów
right-customers-write = Zmiana danych klientów
right-agents-read = Wgląd w agentów, ich dostępność i obciążenie
right-agents-write = Zmiana agentów
right-teams-write = Zmiana zespołów
right-queues-write = Zmiana kolejek
right-widgets-write = Zmiana widżetów
right-mailboxes-write = Zmiana skrzynek i import poczty
right-templates-write = Zmiana szablonów
right-customers-unmask = Podgląd ukrytych pól klientów
right-fields-write = Zmiana pól klientów
right-organisations-write = Zmiana organizacji
right-tags-write = Zmiana tagów
right-roles-write = Zmiana ról i ich uprawnień

## Calls
call = Rozmowa
call-connecting = Łączenie…
call-returning = Ponowne łączenie…
call-elsewhere = Ta rozmowa jest w innej karcie lub przeglądarce
call-other-lost = { $name }: utracono połączenie. Czekamy…
call-ringing = Dzwoni…
call-rings = Dzwonimy: { $name }…
call-held = Zawieszona, słyszy muzykę
call-consulting = Rozmawiasz na osobności: { $name }
call-consult-waits = Rozmawiasz z klientem. Czeka: { $name }
call-line-good = Łącze dobre
call-line-fair = Łącze nierówne
call-line-poor = Łącze słabe
call-mode-talk = Bierzesz udział w rozmowie
call-mode-listen = Słuchasz. Nikt cię nie słyszy
call-mode-whisper = Słyszy cię tylko konsultant
call-mode-join = Słyszą cię wszyscy
call-their-level = Głośność drugiej strony
call-own-level = Twoja głośność
call-level-of = Głośność: { $name }
call-mute = Wycisz
call-unmute = Włącz głos
call-muted = Jesteś wyciszony
call-unheard = Jesteś wyciszony. Nikt nie słyszy, co mówisz
call-hold = Zawieś
call-resume = Wznów
call-transfer = Przekaż
call-add = Dodaj
call-keys = Klawisze
call-keys-pressed = Naciśnięte klawisze: { $digits }
call-end = Zakończ
call-leave = Opuść
call-swap = Zamień
call-merge = Połącz
call-complete = Oddaj
call-cancel = Wróć
call-remove = Usuń z rozmowy: { $name }
call-parties = W tej rozmowie
call-move-here = Przenieś rozmowę tutaj
call-sound-kept = Przeglądarka wstrzymuje dźwięk.
call-play = Odtwórz
call-transfer-title = Przekaż rozmowę: { $name }
call-add-title = Dodaj kogoś do rozmowy: { $name }
call-transfer-now = Przekaż od razu
call-talk-first = Najpierw porozmawiaj
call-not-here = { $name } jest offline i nie można zadzwonić.
call-transferred = Przekazano: { $name }
call-customer = Zadzwoń do klienta
call-now = Zadzwoń teraz
call-not-on-site = Klienta nie ma teraz na stronie.
call-link = Kopiuj link do rozmowy
call-link-copied = Skopiowano link. Kto otworzy go w ciągu doby, może zadzwonić w tej konwersacji.
call-voicemail-now = zostawia wiadomość
party-ringing = Dzwoni…
party-muted = Wyciszenie
party-customer = Klient
party-agent = Konsultant
party-listen = Słucha, niesłyszalnie
party-whisper = Podpowiada konsultantowi
party-join = Przełożony, słyszą go wszyscy
party-talk = Konsultant
microphone-unable = Nikt cię nie słyszy: ta strona nie może tu użyć mikrofonu.
microphone-denied = Nikt cię nie słyszy: przeglądarka nie pozwala użyć mikrofonu.
microphone-missing = Nikt cię nie słyszy: nie znaleziono mikrofonu.
microphone-busy = Nikt cię nie słyszy: mikrofonu używa inny program.
recording-on = Nagrywanie
recording-paused = Nagrywanie wstrzymane
recording-off = Bez nagrywania
recording-shielded = Nagrywanie wstrzymane, gdy jesteś w chronionym polu
recording-pause = Wstrzymaj
recording-resume = Wznów
recording-start = Nagrywaj
ring-answer = Połączenie przychodzące
ring-internal = Dzwoni: { $name }
ring-consult = { $name } prosi o poradę
ring-add = { $name } prosi o dołączenie do rozmowy
ring-transfer = { $name } przekazuje ci rozmowę
ring-return = Rozmowa do ciebie wraca
offer-engaged = Najpierw zakończ swoją rozmowę.
supervise-listen = Słuchaj
supervise-whisper = Podpowiadaj
supervise-join = Dołącz
supervise-takeover = Przejmij
why-call = z tobą, trwa
why-call-with = trwa, prowadzi { $name }
wrap-up = Po rozmowie
wrap-up-with = Zakończono rozmowę: { $name }
wrap-up-left = na notatki
wrap-up-over = Znów otrzymujesz oferty
wrap-up-note = Notatka o tej rozmowie
wrap-up-done = Gotowe
wrap-up-kept = Zapis notatki
shortcuts-call = W rozmowie
command-call-mute = Wycisz lub włącz głos
command-call-hold = Zawieś lub wznów
command-call-transfer = Przekaż lub oddaj
command-call-end = Zakończ lub wróć
call-title-live = Rozmowa, trwa
call-title-ended = Rozmowa: { $name }, { $time }
call-title-missed = Nieodebrane połączenie
call-title-abandoned = Dzwoniący zrezygnował
call-title-rejected = Połączenie odrzucone
call-title-failed = Nie udało się połączyć
call-title-voicemail = Wiadomość głosowa
call-title-leaving = Zostawia wiadomość głosową…
call-title-callback = Prośba o oddzwonienie
call-began-in = Połączenie ze strony: { $name }.
call-began-out = Do klienta dzwoni: { $name }.
call-began-internal = Do współpracownika dzwoni: { $name }.
call-waited = Czekanie: { $time }.
call-moved = Przekazano: { $to }
call-moved-queue = Z powrotem w kolejce
call-back = Oddzwoń
player-play = Odtwórz nagranie
player-pause = Wstrzymaj nagranie
player-place = Miejsce w nagraniu
player-of = { $at } z { $whole }
player-speed = Prędkość { $speed }
player-stamp = { $name } pisze: { $text }
player-failed = Nie udało się odtworzyć nagrania.
recording-kept = Nagrano, { $time }
recording-incomplete = Brakuje części tego nagrania.
recording-erased = Nagranie usunięto.
recording-erase = Usuń nagranie
recording-erase-sure = Usunąć to nagranie na zawsze? Rozmowa zostaje na osi.
balance = Kto ile mówił
balance-share = { $name } { $percent } %
balance-together = Oboje naraz
balance-silence = Najdłuższa cisza
balance-greeting = Pierwsze słowo konsultanta po
balance-interrupted = Przerwania: { $name }
why-callback = do oddzwonienia
