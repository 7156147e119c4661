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
act-add-address = Dodawanie adresu
act-remove-address = Usuwanie adresu
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
fact-redacted = Usunięto treść tej rozmowy ({ $who })

## Customers
verified = Potwierdzona tożsamość
not-verified = Niepotwierdzona tożsamość
address-email = E-mail
address-phone = Telefon
address-external = Nr klienta
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
add-address = Dodaj e-mail lub telefon
address-added = Dodano: { $address }
address-removed = Usunięto: { $address }
remove-address = Usuń { $address }
choose-customer = Wybierz klienta
addresses = Adresy
address-proved = potwierdzony, { $source }
address-said = niepotwierdzony, { $source }
address-from-agent = wpisany przez agenta
address-from-code = potwierdzony kodem
address-from-email = z wiadomości e-mail
address-from-form = z formularza
address-from-identity = podpisany przez stronę
address-from-import = z importu
address-from-widget = ze strony
write-to = Napisz na { $address }
write-email = Napisz e-mail
call-number = Zadzwoń pod { $number }
details = Szczegóły
show-empties = Pokaż puste pola
hide-empties = Ukryj puste pola
organisation = Organizacja
organisation-people = Kto jeszcze do niej należy
organisation-alone = Na razie nikt inny.
act-organisation = Dodawanie organizacji
lifecycle = Etap
lifecycle-lead = Zainteresowany
lifecycle-prospect = Potencjalny klient
lifecycle-customer = Klient
lifecycle-former = Były klient
owner = Opiekun
owner-none = nikt
owned-by = Opiekun: { $name }
time-zone = Strefa czasowa
vip = VIP
vip-on = VIP: naciśnij, aby zakończyć
vip-off = Oznacz jako VIP
count-conversations = { $count ->
    [one] { $shown } rozmowa
    [few] { $shown } rozmowy
    [many] { $shown } rozmów
   *[other] { $shown } rozmów
}
count-calls = { $count ->
    [one] { $shown } połączenie
    [few] { $shown } połączenia
    [many] { $shown } połączeń
   *[other] { $shown } połączeń
}
count-emails = { $count ->
    [one] { $shown } e-mail
    [few] { $shown } e-maile
    [many] { $shown } e-maili
   *[other] { $shown } e-maili
}
count-nothing = Nie było jeszcze rozmów
required = wymagane
masked = Ukryte: Twoja rola nie pokazuje tej wartości
visit = Otwórz { $url }
value-required = To pole jest wymagane.
value-missing = brak
value-number = Liczba, na przykład 12,5.
value-date = Data.
value-email = Adres e-mail, na przykład vera@mail.example.
value-phone = Numer telefonu zaczyna się od + i numeru kraju.
value-address = Adres e-mail albo numer telefonu, który zaczyna się od +.
value-url = Adres strony, który zaczyna się od https://.
problem-with = { $label }: { $problem }
field-changed = { $label }: zmieniono.
changed-meanwhile = Ktoś inny zmienił to w międzyczasie.
changed-meanwhile-to = Ktoś z zespołu zmienił to w międzyczasie na „{ $theirs }”. Zapisz ponownie, aby to zastąpić.
find-choice = Szukaj: { $label }
make-choice = Dodaj „{ $name }”
no-choices = Nie ma czego wybrać
more-acts = Więcej
copy-link = Kopiuj link do tego klienta
link-copied = Skopiowano link.
offered-customer = Oferta: { $name }
duplicates = Może ta sama osoba
may-be-same = Może to ta sama osoba co { $name }:
same-external = ten sam numer klienta
same-email = ten sam e-mail
same-phone = ten sam telefon
same-name = prawie ta sama nazwa
compare = Porównaj
compare-with = Porównaj z: { $name }
not-same-as = Nie teraz: { $name }
compare-failed = Nie udało się porównać
export-person = Eksportuj…
export-title = Eksport: { $name }
export-what = Archiwum zip ze wszystkim, co Parley przechowuje o tej osobie we wszystkich kanałach: profil, rozmowy, e-maile, pliki i nagrania, do odczytu przez inne programy.
export-masked = Zawiera także wartości ukryte. Przekaż je tylko tej osobie; dziennik odnotuje, że je przygotowano.
export-download = Pobierz
erase-person = Usuń na zawsze…
erase-title = Usuwanie: { $name }
erase-goes = Znikną imię i nazwisko, adresy, wszystkie słowa, pliki, e-maile i nagrania, także to, co w tych rozmowach napisali pracownicy.
erase-stays = Pozostanie to, co się wydarzyło, kiedy i jak długo trwało, więc raporty się nie zmienią.
erase-for-good = Tego nie można cofnąć. E-maile pozostają też na serwerze poczty, dopóki nie zostaną tam usunięte.
erase-type-name = Wpisz nazwę, aby potwierdzić: { $name }
erase-left = Dane tej osoby usunięto. Zostaje to, co i kiedy się działo, bez słów i nazwisk.
erase-now = Usuń na zawsze
erase-working = Usuwanie…
erase-so-far = Rozmowy: { $done } z { $conversations }
erase-done = Dane tej osoby zostały usunięte.
erase-behind = Kontynuuj w tle
merge-title = Scal klientów
merge-with = Scal z…
merge-whom = Kto jest tą samą osobą?
merge-stays = Zostaje
merge-joins = Dołącza
merge-same = Nic się nie różni: nie ma czego wybierać.
merge-united = (obu)
merge-kept = { $count ->
    [one] Jedno pole ma tylko pierwsza osoba: zostaje
    [few] { $count } pola ma tylko pierwsza osoba: zostają
    [many] { $count } pól ma tylko pierwsza osoba: zostają
   *[other] { $count } pola ma tylko pierwsza osoba: zostają
}
merge-follows = Co przejdzie od: { $name }: { $what } oraz wszystkie adresy. Nic nie jest przenoszone: można ich rozdzielić w każdej chwili.
merge-follows-little = Przejdą wszystkie adresy od: { $name }. Nic nie jest przenoszone: można ich rozdzielić w każdej chwili.
merge-numbers = W Waszym systemie to dwie osoby, z numerami klienta { $ours } i { $theirs }. Scal je tylko wtedy, gdy wiesz, że to pomyłka.
merge = Scal
merge-anyway = Scal mimo to
merged-done = Scalono z: { $name }.
act-merge = Scalanie
merge-history = Scalono z
merge-by = { $who }, { $when }
merge-proved = potwierdzona ta sama osoba, { $when }
merge-undone-by = rozdzielono: { $who }, { $when }
unmerge = Rozdziel
unmerge-of = Rozdziel od: { $name }
unmerged-done = Rozdzielono: { $name }. Każdy znowu ma swoje.
act-unmerge = Rozdzielanie klientów
customer-number = Nr klienta { $value }
since = od { $day }
consent-named = Zgoda: { $name }
yes = Tak
no = Nie
filters = Filtry
filter-by = Pokaż tylko
filter-lifecycle = Etap
filter-owner = Opiekun
filter-organisation = Organizacja
filter-tag = Tag
filter-vip = VIP
remove-filter = Usuń filtr: { $name }
nearly = podobna nazwa · { $address }
new-customer = Nowy klient
make-customer = Dodaj
customer-made = Dodano: { $name }.

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
section-prompts = Zapowiedzi
section-widgets = Widżety
section-mailboxes = Skrzynki
section-templates = Szablony
section-fields = Pola klientów
section-organisations = Organizacje
section-lookups = Zapytania
section-tags = Tagi
section-roles = Role
section-retention-rules = Okres przechowywania
section-audit = Dziennik zdarzeń
new-agents = Nowy agent
new-teams = Nowy zespół
new-queues = Nowa kolejka
new-widgets = Nowy widżet
new-mailboxes = Nowa skrzynka
new-templates = Nowy szablon
new-fields = Nowe pole
new-organisations = Nowa organizacja
new-lookups = Nowe zapytanie
new-tags = Nowy tag
new-roles = Nowa rola
new-retention-rules = Nowa reguła
admin-forbidden = Nie masz dostępu do tej strony
list-failed = Nie udało się wczytać listy
list-empty = Jeszcze nic tu nie ma
empty-list-agents = Agenci logują się tutaj i odpowiadają klientom.
empty-list-teams = Agenci, którzy pracują razem; ich rola może pozwalać im widzieć nawzajem swoje rozmowy.
empty-list-queues = Rozmowy czekają w kolejce, aż jeden z jej agentów będzie wolny.
empty-list-widgets = Widżet przynosi czaty i połączenia z Twojej strony: wystarczy jeden wiersz w jej kodzie.
empty-list-mailboxes = Skrzynka przynosi do kolejki to, co klienci piszą na adres, i wysyła odpowiedzi.
empty-list-templates = Teksty, które agenci wstawiają znakiem / podczas pisania.
empty-list-fields = To, co chcesz wiedzieć o klientach poza nazwiskiem i adresem, na przykład numer klienta albo rozmiar.
empty-list-organisations = Firmy, do których należą klienci; prowadzi do nich domena adresu e-mail.
empty-list-lookups = Dane z Twoich systemów obok klienta, na przykład jego ostatnie zamówienia.
empty-list-tags = Słowa, którymi porządkuje się rozmowy i klientów, na przykład zwrot albo dostawa.
empty-list-retention-rules = Bez reguły wszystko jest przechowywane.
document-missing = Tego już tu nie ma
switched-off = wyłączone
queue-about = Odpowiedź w { $target } s, propozycja trwa { $offer } s
back = Wróć
saved = Zapisano: { $name }.
deleted = Usunięto: { $name }.
not-saved = Jeszcze nie zapisano
leave-unsaved = Zmiany nie są zapisane. Wyjść mimo to?
every-queue = Każda kolejka
any-site = Każda strona
every-right = Każdy, kto widzi klientów
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
group-greeting = Powitanie
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
right-customers-import = Importowanie klientów z plików i cofanie importów
right-customers-verify = Importowanie adresów jako potwierdzonych
right-customers-export = Eksportowanie klientów do plików
right-customers-unmask = Pokazywanie zamaskowanych danych klientów, po jednej
right-customers-disclose = Wydanie wszystkich danych jednego klienta
right-customers-erase = Trwałe usuwanie klientów
right-customers-restore = Wczytanie klientów z innego Parley
right-fields-write = Zmiana pól klientów
right-organisations-write = Zmiana organizacji
right-lookups-write = Zmiana systemów pytanych o klientów
right-tags-write = Zmiana tagów
right-roles-write = Zmiana ról i ich uprawnień
right-retention-rules-write = Zmiana okresu przechowywania danych
right-holds-write = Zakładanie i zdejmowanie blokad prawnych
right-audit-read = Czytanie dziennika zdarzeń

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
call-mode-whisper = Słyszy cię tylko agent
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
call-show-camera = Kamera
call-show-screen = Pokaż ekran
call-own-picture = Co pokazujesz
call-their-picture = Co pokazuje druga strona
call-picture-refused = Nic nie jest pokazywane: przeglądarka na to nie pozwoliła albo nie ma kamery.
party-ringing = Dzwoni…
party-muted = Wyciszenie
party-customer = Klient
party-agent = Agent
party-listen = Słucha, niesłyszalnie
party-whisper = Podpowiada agentowi
party-join = Przełożony, słyszą go wszyscy
party-talk = Agent
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
balance-greeting = Pierwsze słowo agenta po
balance-interrupted = Przerwania: { $name }
why-callback = do oddzwonienia
calls = Rozmowy
calls-live = Na linii: { $count }
calls-none = Nikogo nie ma na linii.
calls-past = Wcześniejsze rozmowy
calls-all = Wszystkie
calls-missed = Nieodebrane
calls-none-past = Nie ma jeszcze rozmów.
call-colleague = Zadzwoń do współpracownika
call-whom = Do kogo
call-state-waiting = Czeka
call-state-ringing = Dzwoni
call-state-talking = Rozmowa
call-state-held = Zawieszona
call-state-consulting = Konsultacja
call-state-conference = Konferencja
call-state-voicemail = Zostawia wiadomość
call-state-interrupted = Utracono połączenie
call-state-ended = Zakończona
call-went-in = Odebrana
call-went-out = Telefon do klienta
call-went-internal = Telefon do współpracownika
microphone = Mikrofon
microphone-check = Mikrofon i dźwięk
microphone-speak = Mów: słupki powinny się ruszać.
microphone-usual = Wybór przeglądarki
echo-off = Echo pozwala usłyszeć siebie tak, jak słyszą dzwoniący.
echo-starting = Łączenie…
echo-on = Teraz słyszysz siebie. Użyj słuchawek.
echo-failed = Nie udało się połączyć z echem.
echo-start = Włącz echo
echo-stop = Wyłącz echo
command-calls = Rozmowy
group-calls = Rozmowy
field-record_calls = Nagrywaj rozmowy
field-call_wait_seconds = Najdłuższe czekanie dzwoniącego
hint-call_wait_seconds = Potem może zostawić wiadomość głosową albo oddzwonimy. 0 oznacza czekanie bez końca.
field-wrap_up_seconds = Czas na notatki po rozmowie
field-kind = Co mogą odwiedzający
field-call_overflow = Zamiast czekania
hint-call_overflow = Co dzwoniący może wybrać, gdy czeka i gdy nikogo nie ma.
overflow-both = Zostawić wiadomość głosową albo poprosić o oddzwonienie
overflow-voicemail = Zostawić wiadomość głosową
overflow-callback = Poprosić o oddzwonienie
field-video = Kamera i ekran
hint-video = Odwiedzający i konsultanci mogą je pokazywać w rozmowie. Nigdy nie są nagrywane.
field-notice = Informacja przed nagrywaną rozmową
hint-notice = Gdy jest pusta, pokazujemy własne słowa Parley. Przy każdej rozmowie zapisujemy, które słowa pokazano.
field-greeting = Powitanie
hint-greeting = Nad formularzem przed pierwszą wiadomością, na przykład „Dzień dobry, {"{"}first name{"}"}, jak możemy pomóc?”. {"{"}first name{"}"} i {"{"}name{"}"} zmieniają się w imię gościa, gdy je znamy; inaczej znikają bez śladu. Gdy pole jest puste, pokazujemy własne słowa Parley.
field-welcome = Słowa w pustym czacie
hint-welcome = Widać je, dopóki nikt nic nie napisze, także pod powitaniem; mogą zawierać {"{"}first name{"}"} i {"{"}name{"}"}.
prompts-text = Co słyszą dzwoniący, gdy czekają. Parley wypowiada te słowa; zamiast nich można wgrać własne nagranie. Liczby nie są wtedy podawane.
prompt-language = Język zapowiedzi
prompt-own = Własne nagranie
prompt-upload = Wgraj nagranie
prompt-uploading = Wgrywanie…
prompt-remove = Mów znowu
prompt-listen = Posłuchaj: { $name }
act-upload-prompt = Wgrywanie nagrania
act-remove-prompt = Usuwanie nagrania
prompt-welcome = Powitanie
prompt-recording = Nagrywanie
prompt-place = Miejsce w kolejce
prompt-wait = Przewidywane czekanie
prompt-busy = Wszyscy zajęci
prompt-voicemail = Zostaw wiadomość
prompt-away = Utracony agent
field-key = Klucz
hint-key = Dla programów i importów. Nie można go zmienić.
hint-new-key = Dla programów i importów, na przykład Rozmiar. Później nie można go zmienić.
field-value = Rodzaj wartości
value-kind-text = Tekst
value-kind-number = Liczba
value-kind-date = Data
value-kind-choice = Jedna z kilku
value-kind-multi-choice = Kilka z wielu
value-kind-url = Adres strony
value-kind-phone = Numer telefonu
value-kind-email = Adres e-mail
field-choices = Możliwości
hint-choices = Po jednej w wierszu. Usunięta możliwość zostaje u tych, którzy ją mają.
field-required = Wymagane
hint-required = Pytamy o nie przy dodawaniu klienta; kto je ma, nie może go stracić.
field-masked = Maskowane
hint-masked = Widoczne jako ••••, dopóki ktoś z uprawnieniem o to nie poprosi. Każdy raz jest zapisywany.
field-right = Kto to widzi
hint-right = Tylko osoby z tym prawem; dla innych go nie ma.
field-position = Miejsce w profilu
hint-position = Mniejsze numery są wyżej.
field-domains = Domeny jej adresów e-mail
hint-domains = Po jednej w wierszu, na przykład shop.example.
field-about = Notatka
identity = Znani klienci
identity-text = Wasz serwer może podpisać, kim jest odwiedzający; wtedy jest od razu znany w każdym kanale. Podpis powstaje z sekretu, który nigdy nie trafia do przeglądarki.
make-secret = Utwórz nowy sekret
make-secret-text = Stary sekret przestaje działać od razu: to, co podpisuje, nic już nie znaczy. Nowy pokażemy tylko raz.
secret-once = Skopiuj teraz: nikt go więcej nie zobaczy.
act-secret = Tworzenie sekretu
kind-chat = Czat
kind-call = Rozmowa
kind-both = Czat i rozmowa

## Klienci z plików i do plików
export-as = Eksportuj jako { $format }
import-addresses = Adresy
import-behind = Pracuj dalej
import-begin = Importuj…
import-came = Wynik
import-check = Sprawdź ponownie
import-checking = Sprawdzanie wierszy…
import-choose = Wybierz plik
import-column = Kolumna
import-country = Numery telefonów bez kodu kraju
import-country-of = są z kraju { $country }
import-errors = { $count ->
    [one] Pobierz odrzucony wiersz
    [few] Pobierz { $count } odrzucone wiersze
   *[many] Pobierz { $count } odrzuconych wierszy
}
import-existing = Klienci, których już znamy
import-export = Import i eksport
import-file = { $name } ({ $form }): { $rows ->
    [one] jeden wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}
import-fill = Uzupełnij tylko puste pola
import-is-cancelled = Import pliku { $name } zatrzymano. To, co już dodano, pozostaje.
import-is-checked = Plik { $name } sprawdzono.
import-is-checking = Trwa sprawdzanie pliku { $name }.
import-is-done = Plik { $name } zaimportowano.
import-is-failed = Nie udało się zaimportować pliku { $name }.
import-is-running = Trwa import pliku { $name }. Możesz zamknąć to okno: import będzie trwał.
import-is-undoing = Trwa cofanie importu pliku { $name }.
import-is-undone = Cofnięto import pliku { $name }. Usunięci klienci: { $removed }. Pozostawieni, bo coś się u nich wydarzyło: { $kept }.
import-limits = CSV lub XLSX, do 20 MB i 100 000 wierszy
import-means = Zawiera
import-means-of = Co zawiera { $name }
import-more = Tagi, pola, notatka
import-nameless = Kolumna { $place }
import-no-country = są odrzucane
import-other-file = Inny plik
import-outcome = Wynik
import-overwrite = Zastąp obecne wartości
import-preview = Pierwsze wiersze tak, jak zostaną zapisane
import-progress = Przetworzone wiersze
import-recent = Ostatnie importy
import-row = Wiersz
import-run = { $count ->
    [one] Importuj jednego klienta
   *[other] Importuj { $count } klientów
}
import-sample = Na przykład
import-sending = Wysyłanie { $name }…
import-skip = Pomiń
import-so-far = { $done } z { $all }
import-stop = Zatrzymaj
import-title = Import klientów
import-undo = Cofnij import
import-undo-sure = { $count ->
    [one] Usuń nowego klienta
   *[other] Usuń { $count } nowych klientów
}
import-verified = Adresy są potwierdzone
import-what = Dodaj klientów z arkusza. Nic nie zostanie zapisane, zanim zobaczysz wynik.
import-would = Co z tego wyniknie
outcome-new = Nowi
outcome-refused = Odrzucone
outcome-unchanged = Bez zmian
outcome-updated = Zmienieni
target-email = E-mail
target-external = Identyfikator zewnętrzny
target-first-name = Imię
target-id = Identyfikator klienta
target-language = Język
target-last-name = Nazwisko
target-lifecycle = Etap
target-name = Imię i nazwisko
target-note = Notatka
target-organisation = Organizacja
target-owner = Opiekun
target-phone = Telefon
target-tags = Tagi
target-timezone = Strefa czasowa
target-vip = VIP

## Privacy
field-channel = Czego dotyczy
field-what = Co jest usuwane
field-days = Przechowuj przez
hint-days = Liczone od ostatniego zdarzenia.
hint-queue = Reguła danej kolejki zastępuje regułę dla wszystkich kolejek.
field-enabled = Włączona
hint-enabled = Wypróbuj, zanim włączysz: tego, co usunięte, nie da się przywrócić.
kept-chat = Czaty
kept-email = E-maile
kept-call = Słowa przy rozmowach telefonicznych
kept-recording = Nagrania rozmów
kept-voicemail = Wiadomości głosowe
kept-files = Pliki ze wszystkich kanałów
kept-page_views = Wyświetlenia stron
kept-what-words = słowa
kept-what-files = pliki
kept-days = { $days ->
    [one] { $days } dzień
   *[other] { $days } dni
    }
retention-text = Raz dziennie to, co starsze niż pozwala reguła, jest usuwane na zawsze, po trochu; liczby i czasy zostają, więc raporty się nie zmieniają. Gdy rozmowa zmieniała kanał, decyduje najdłuższa reguła. To, co objęte blokadą prawną, zostaje.
runs = Ostatnie przebiegi
run-did = usunięto: { $gone }, zatrzymano: { $held }
run-goes-on = trwa
dry-run = Wypróbuj
dry-running = Sprawdzam…
dry-run-text = Pokazuje, co reguła usunęłaby teraz. Nic się nie zmienia.
dry-run-none = Nic sprzed { $before } nie zostałoby usunięte.
dry-run-found = Usunięte zostałoby, sprzed { $before }: { $count }.
dry-run-more = Jest więcej; to najnowsze.
dry-run-held = Objęte blokadą prawną: { $count }.
dry-run-months = Według miesięcy
dry-run-examples = Najnowsze z nich
example-conversation = Rozmowa
example-recording = Nagranie
example-page = Wyświetlenie strony
holds = Blokady prawne
holds-text = Dopóki blokada trwa, nic z tego klienta ani tej rozmowy nie zostanie usunięte, przez nikogo i żadną regułą.
holds-none = Nie ma żadnych.
hold-by = { $who }, { $when }
hold-place = Załóż blokadę
hold-lift = Zdejmij
hold-lift-sure = Zdjąć tę blokadę? Potem usuwanie będzie znów możliwe.
hold-subject = Klient lub rozmowa
hold-reason = Powód
audit-filters = Filtry dziennika
audit-act = Co
audit-who = Kto
audit-subject = Czego dotyczy
audit-when = Kiedy
audit-where = Skąd
audit-any = Wszystko
audit-anybody = Ktokolwiek
audit-parley = Parley
audit-customer = Klient
audit-conversation = Rozmowa
audit-empty = Brak wpisów
audit-empty-text = Nie zapisano niczego, co pasuje do tych filtrów.
did-session-start = Logowanie
did-session-end = Wylogowanie
did-customers-reveal = Pokazanie zamaskowanej danej
did-customers-mask = Zamaskowanie adresu
did-customers-unmask = Odmaskowanie adresu
did-customers-add-address = Dodanie adresu
did-customers-remove-address = Usunięcie adresu
did-customers-merge = Połączenie klientów
did-customers-unmerge = Rozdzielenie klientów
did-customers-export = Eksport danych klientów
did-customers-erase = Usunięcie klienta
did-customers-import = Import klientów
did-customers-import-undo = Cofnięcie importu
did-customers-restore = Wczytanie klienta
did-consents-record = Wpisanie zgody
did-recordings-play = Odtworzenie nagrania
did-recordings-erase = Usunięcie nagrania
did-holds-place = Założenie blokady prawnej
did-holds-lift = Zdjęcie blokady prawnej
did-retention-rules-run = Usunięcie starych danych
did-widgets-identity-secret = Nowy sekret widżetu
did-prompts-replace = Zmiana zapowiedzi
did-prompts-restore = Przywrócenie zapowiedzi
listed-add = { $list }: dodano
listed-change = { $list }: zmieniono
listed-remove = { $list }: usunięto
listed-restore = { $list }: przywrócono
detail-address = adres: { $value }
detail-conversations = rozmowy: { $value }
detail-field = pole: { $value }
detail-fields = pola: { $value }
detail-gone = usunięto: { $value }
detail-held = zatrzymano: { $value }
detail-name = { $value }
detail-reason = powód: { $value }
detail-source = źródło: { $value }
reveal = Pokaż: { $label }
reveal-hide = Ukryj: { $label }
mask-address = Zamaskuj: { $kind }
unmask-address = Pokaż wszystkim: { $kind }
consents = Zgody
consents-none = Nie ma żadnej zgody.
consent-given = wyrażona
consent-withdrawn = wycofana
consent-themselves = osobiście
consent-version = wersja { $version }
consent-words = Treść i miejsce
consent-enter = Wpisz zgodę
consent-purpose = Cel
consent-source = Skąd to wiadomo
consent-give = Wyrażona
consent-withdraw = Wycofana
consent-by-widget = w widżecie
consent-by-profile = w profilu
consent-by-chat = na czacie
consent-by-call = przez telefon
consent-by-email = e-mailem
consent-by-form = w formularzu
consent-by-paper = na papierze
consent-by-in-person = na miejscu
consent-by-other = inaczej
purpose-chat = Czat
purpose-call-recording = Nagrywanie rozmów
purpose-marketing-email = Oferty e-mailem
purpose-marketing-phone = Oferty przez telefon
purpose-marketing-sms = Oferty SMS-em
purpose-profiling = Profilowanie

## Przeszłość klienta
past = Historia
past-timeline = Oś czasu
past-journey = Podróż
past-of = Oś czasu: { $name }
past-back = Profil
past-channels = Kanały
past-channel-web = Strona
past-kinds = Rodzaje
past-kind-message = Wiadomości
past-kind-email = E-maile
past-kind-call = Rozmowy
past-kind-note = Notatki
past-kind-form = Formularze
past-kind-page = Odsłony
past-kind-event = Zdarzenia
past-kind-purchase = Zakupy
past-kind-conversation = Początki i końce
past-search = Szukaj w tej osi czasu
past-date = Przejdź do
past-latest = Najnowsze
past-empty = Jeszcze nic się nie wydarzyło
past-nothing = Nic nie pasuje do tych filtrów
past-failed = Nie udało się wczytać osi czasu
past-searched = Przeszukano do { $day }
past-beginning = Tu się zaczęło
past-started = Rozpoczęto rozmowę
past-closed = Zamknięto rozmowę
past-closed-as = Zamknięto rozmowę: { $outcome }
past-call-in = Połączenie od klienta
past-call-out = Połączenie do klienta
past-call-internal = Połączenie wewnętrzne
past-call-ended = Koniec połączenia
past-call-missed = Nieodebrane połączenie
past-call-abandoned = Dzwoniący rozłączył się, czekając
past-call-rejected = Odrzucone połączenie
past-call-failed = Połączenie nie powiodło się
past-call-voicemail = Wiadomość głosowa
past-form = Wypełniony formularz
past-visit = { $count ->
    [one] { $count } obejrzana strona
    [few] { $count } obejrzane strony
    [many] { $count } obejrzanych stron
   *[other] { $count } obejrzanych stron
}
past-merged = Połączono z: { $name }
journey-none = Za mało się jeszcze wydarzyło
journey-picture = Podróż jako rysunek
journey-summary =
    { $name }: { $stops ->
        [one] { $stops } przystanek
        [few] { $stops } przystanki
        [many] { $stops } przystanków
       *[other] { $stops } przystanków
    }{ $switches ->
        [0] { "" }
        [one] { ", " }{ $switches } zmiana kanału
        [few] { ", " }{ $switches } zmiany kanału
        [many] { ", " }{ $switches } zmian kanału
       *[other] { ", " }{ $switches } zmian kanału
    }{ $stuck ->
        [0] { "" }
        [one] { ", " }utknięto w { $stuck } miejscu
        [few] { ", " }utknięto w { $stuck } miejscach
        [many] { ", " }utknięto w { $stuck } miejscach
       *[other] { ", " }utknięto w { $stuck } miejscach
    }
journey-stage-awareness = Poznanie
journey-stage-visit = Rozważanie
journey-stage-purchase = Zakup
journey-stage-contact = Kontakt
journey-stage-service = Obsługa
journey-stage-after = Po obsłudze
journey-count = { $count ->
    [one] { $count } zdarzenie
    [few] { $count } zdarzenia
    [many] { $count } zdarzeń
   *[other] { $count } zdarzeń
}
journey-switch = Zmiana: { $from } → { $to }
journey-waited = Czekano { $span }
journey-stuck-waited = Czekano na odpowiedź { $span }
journey-stuck-unanswered = Wciąż bez odpowiedzi
journey-stuck-repeated = { $count ->
    [one] Napisano { $count } raz przed odpowiedzią
    [few] Napisano { $count } razy przed odpowiedzią
    [many] Napisano { $count } razy przed odpowiedzią
   *[other] Napisano { $count } razy przed odpowiedzią
}
journey-stuck-returned = Powrót { $span } po zamknięciu

## Wyszukiwanie
find-page = Wyszukiwanie
find-hint = Szukaj wiadomości i klientów
find-where = Szukaj w
find-messages = Wiadomości
find-everywhere = Szukaj wszędzie: „{ $words }”
find-channel = Kanał
find-queue = Kolejka
find-agent = Agent
find-from = Od
find-to = Do
find-any = Dowolny
find-clear = Wyczyść filtry
find-near = Podobne imię
find-start = Czego szukasz?
find-start-text = Wystarczą dwie litery.
find-nothing = Nic nie znaleziono
find-nothing-text = Spróbuj mniej lub krótszych słów albo mniej filtrów.
find-failed = Wyszukiwanie nie powiodło się
find-count = { $count ->
    [one] Pokazano { $count } wynik
    [few] Pokazano { $count } wyniki
    [many] Pokazano { $count } wyników
   *[other] Pokazano { $count } wyników
}

## Look-ups

field-cache_seconds = Przechowywanie
field-facts = Dane do pokazania
field-favoured = Klienci obsługiwani najpierw
field-lookup-kind = Co jest widoczne
field-match = Pytane według
field-secret = Wspólny sekret
field-url = Adres innego systemu
hint-cache_seconds = Jak długo odpowiedź jest pokazywana, zanim system zostanie zapytany ponownie.
hint-facts = Po jednej w wierszu: Nazwa = ścieżka w odpowiedzi, np. Limit kredytu = account.limit. Bez nich widać zwykłe wartości.
hint-favoured = Po jednym w wierszu: vip:1, tag:gold lub lifecycle:customer. Pozostali są obsługiwani po nich, w swojej kolejności.
hint-secret = Podpisuje zapytania Parley, aby drugi system wiedział, kto pyta. Nie jest już potem pokazywany.
hint-url = Karta jest pobierana metodą POST, ramka jest otwierana. Hosty we własnej sieci trzeba dopuścić w PARLEY_LOOKUP_HOSTS.
lookup-by = Zapytano według { $address }
lookup-by-claimed = Zapytano według { $address }, adres niepotwierdzony
lookup-error = Brak odpowiedzi: { $why }
lookup-kind-card = Karta z danymi
lookup-kind-frame = Strona w ramce
lookup-nothing = Nie ma adresu, według którego można zapytać.
lookup-unknown = Tam nic nie wiadomo.
lookups = Z innych systemów
lookups-refresh = Zapytaj inne systemy ponownie
match-any = Najlepszy znany adres
match-email = E-mail
match-external = Numer klienta
match-phone = Telefon
