# The workspace in Italian. Keys are the same in every language.

## Places
rail = Navigazione principale
inbox = Conversazioni
customers = Clienti
customer = Cliente
conversation = Conversazione
admin = Amministrazione
panes = Riquadri
notices = Avvisi
settings = Impostazioni

## Common
retry = Riprova
undo = Annulla
cancel = Annulla
save = Salva
delete = Elimina
discard = Scarta
dismiss = Chiudi avviso
loading = Caricamento…
load-more = Mostra altro
load-older = Mostra messaggi precedenti
close-dialog = Chiudi
you = te
you-capital = Tu
somebody = qualcuno
visitor = Visitatore
a-queue = una coda
a-file = un file
email = Email
language = Lingua
unread = { $count ->
    [one] messaggio non letto
   *[other] messaggi non letti
}

## Time
ago-now = ora
ago-minutes = { $minutes } min
ago-hours = { $hours } h
span-hours = { $hours } h { $minutes } min
span-days = { $days ->
    [one] { $days } giorno
   *[other] { $days } giorni
}

## Errors
error-offline = Nessuna connessione al server.
error-server = Il server al momento non risponde.
error-no-answer = Il server non ha risposto in tempo.
reconnecting = Riconnessione…
failed-because = { $what }: non riuscito. { $why }
act-assign = Assegnazione
act-snooze = Rinvio
act-wake = Ripresa
act-close = Chiusura
act-reopen = Riapertura
act-tags = Modifica delle etichette
act-presence = Cambio di stato
act-sign-out = Uscita
act-customer = Salvataggio del cliente
act-load = Caricamento
act-save = Salvataggio
act-delete = Eliminazione
act-restore = Ripristino

## Sign-in
sign-in-title = Accedi a Parley
sign-in = Accedi
signing-in = Accesso in corso…
sign-in-wrong = Email o password non corretti.
sign-out = Esci
password = Password
show-password = Mostra
hide-password = Nascondi
session-ended = La sessione è scaduta
session-ended-text = Accedi di nuovo per continuare. Quello che hai scritto è ancora qui.

## Channels and states
channel-chat = Chat
channel-call = Chiamata
channel-email = Email
channel-callback = Richiamata
channel-form = Modulo
state-waiting = in attesa
state-offered = proposta
state-open = aperta
state-snoozed = rinviata
state-closed = chiusa

## Inbox
lists = Elenchi
tab-mine = Mie
tab-waiting = In attesa
tab-team = Squadra
empty-mine = Niente ti aspetta
empty-mine-text = Le nuove conversazioni arrivano come proposte.
empty-waiting = Nessuno aspetta
empty-waiting-text = Chi scriverà comparirà qui.
empty-team = La squadra è libera
empty-team-text = Qui compaiono le conversazioni degli altri agenti.
row-why = { $channel }, { $why }
why-you = aspetta te
why-customer = aspetta il cliente
why-open = aperta
why-queue = in coda { $queue }
why-left-message = messaggio lasciato
why-offered = proposta a { $name }
why-with = con { $name }
why-snoozed = rinviata: { $when }
why-closed = chiusa
row-new = nuova
waits = aspetta da
waits-late = aspetta da troppo:
preview-note = Nota: { $text }
preview-agent = Risposta: { $text }
no-words-yet = Ancora nessun messaggio

## Offers
offer = Proposta
offer-chat = Nuova chat
offer-call = Chiamata in arrivo
offer-email = Nuova email
offer-callback = Richiamata prevista
offer-form = Nuovo modulo
offer-left = { $seconds } s per accettare
offer-queue = Coda { $queue }.
offer-more = { $more ->
    [one] Poi un’altra proposta.
   *[other] Poi altre { $more } proposte.
}
offer-title = { $name } ti aspetta
offer-spoken = Nuova proposta: { $name }. Premi A per accettare.
offer-taken = Un altro agente è stato più veloce.
offer-over = Questa proposta non è più valida.
accept = Accetta
decline = Rifiuta
missed-text = Hai perso una proposta, perciò non ne arrivano di nuove.
missed-spoken = Hai perso una proposta. Non stai ricevendo.
receive-again = Ricevi di nuovo
offline-text = Sei offline, perciò non ti arrivano conversazioni.
receive = Ricevi
not-now = Non ora
message-spoken = { $name }: { $text }
handed-over = conversazione passata a te: { $name }

## Presence
presence-button = { $name }, { $presence }
presence-available = Disponibile
presence-busy = Al lavoro
presence-break = Pausa
presence-wrap_up = Dopo la conversazione
presence-offline = Offline
presence-missed = Persa, non ricevi
presence-reason = { $state }, { $reason }
load-chats = Chat: { $load } di { $capacity }
load-short = { $load }/{ $capacity }

## Settings
theme = Tema
theme-auto = Auto
theme-light = Chiaro
theme-dark = Scuro
sounds = Suoni
shortcuts = Scorciatoie da tastiera
shortcuts-off = Le scorciatoie sono disattivate nelle impostazioni.
shortcuts-list = Elenco
shortcuts-conversation = Conversazione
shortcuts-go = Vai a
command-next = Conversazione successiva
command-previous = Conversazione precedente
command-open = Apri
command-accept = Accetta la proposta
command-reply = Rispondi
command-note = Scrivi una nota
command-undo-send = Riprendi l’ultima email
command-snooze = Rinvia
command-assign = Assegna o trasferisci
command-close = Chiudi la conversazione
command-search = Cerca
command-palette = Trova qualsiasi cosa
command-new-email = Nuova email
command-inbox = Conversazioni
command-customers = Clienti
command-help = Scorciatoie da tastiera
key-enter = Invio
palette-hint = Trova una conversazione, un cliente o un comando
palette-nothing = Nessun risultato

## Conversation
choose-conversation = Nessuna conversazione scelta
choose-conversation-text = Sceglila dall’elenco o attendi una proposta.
conversation-missing = Questa conversazione non è qui
conversation-missing-text = Non esiste, oppure non puoi vederla.
conversation-failed = Impossibile caricare la conversazione
conversation-of = Conversazione del { $day }
assign = Assegna
snooze = Rinvia
wake = Riprendi
close = Chiudi
reopen = Riapri
take = Prendi
close-with = Chiudi come
close-without = Senza esito
closed-done = Conversazione chiusa.
snooze-hour = Tra un’ora
snooze-tomorrow = Domani
snooze-monday = Lunedì
snooze-own = Data e ora
snoozed-until = Rinviata: { $when }.
assigned-to = Assegnata a { $name }.
assign-title = Assegna: { $name }
assign-to = A chi
assign-find = Agente o coda
assign-note = Nota per chi viene dopo
assign-nobody = Nessun agente o coda con questo nome
assign-offline = { $name } è offline e lo vedrà solo al suo ritorno.
agent-me = { $name } (tu)
queue-waiting = { $waiting ->
    [0] nessuno in attesa
   *[other] { $waiting } in attesa
}
others-viewing = { $count ->
    [one] { $names } sta guardando
   *[other] { $names } stanno guardando
}
others-typing = { $count ->
    [one] { $names } sta scrivendo…
   *[other] { $names } stanno scrivendo…
}
customer-typing = { $name } sta scrivendo…
tags = Etichette
edit-tags = Modifica etichette
add-tag = Aggiungi etichetta
find-tag = Cerca un’etichetta
make-tag = Nuova etichetta «{ $name }»
no-tags = Nessuna etichetta così
timeline = Cronologia
to-latest = Più recenti
note-by = Nota, { $name }
said-mark = { $name }, { $mark }
mark-sent = inviato
mark-delivered = consegnato
mark-read = letto
redacted = Il testo è stato rimosso.
pending-sending = Invio in corso…
pending-queued = In attesa della connessione
pending-failed = Non inviato.

## Composer
composer-chat = Chat
composer-email = Email
composer-note = Nota
composer-chat-label = Risposta in chat
composer-note-label = Nota per la squadra
composer-email-label = Testo dell’email
composer-chat-hint = Rispondi in chat, / per i modelli
composer-closed-hint = Scrivi per riaprire la conversazione
composer-note-hint = Una nota che vede solo la squadra, @ per menzionare
composer-email-hint = Scrivi un’email, / per i modelli
composer-no-chat = In questa conversazione non c’è una chat.
composer-left = Il visitatore è uscito.
composer-away = Il visitatore ora non è sul sito.
composer-by-email = Rispondi via email
composer-left-email = Il visitatore è uscito: questo parte via email a { $address }.
composer-away-email = Il visitatore non è sul sito: questo parte via email a { $address }.
composer-keys = Invio spedisce, Maiusc+Invio va a capo
composer-mail-keys = Ctrl+Invio spedisce
composer-offline = Offline: i messaggi attendono e partono da soli
send = Invia
send-later = Invia più tardi
send-then = Invia allora
add-note = Aggiungi nota
attach = Allega un file
attached = File allegati
emoji = Emoji
format = Formattazione
format-bold = Grassetto
format-italic = Corsivo
format-list = Elenco
format-link = Link
chat-link = Inserisci un link alla chat
templates = Modelli
mentions = Agenti
template-missing = Da completare: { $names }
file-too-large = Supera { $most }
uploading = Caricamento di { $name }
remove-file = Rimuovi { $name }

## Email
new-email = Nuova email
new-email-none = Non c’è ancora una casella, quindi non si può inviare.
new-email-from = { $name }, { $address } ({ $queue })
mail-from = Da
mail-to = A
mail-cc = Cc
mail-bcc = Ccn
mail-subject = Oggetto
mail-more-recipients = Cc, Ccn
mail-add = { $line }: aggiungi un indirizzo
mail-remove = Rimuovi { $recipient }
mail-problem-nobody = A chi va inviata? Aggiungi un indirizzo in «A».
mail-problem-address = «{ $text }» non è un indirizzo email.
mail-problem-empty = Scrivi qualcosa o allega un file.
mail-problem-unknown = I destinatari si stanno ancora cercando. Riprova tra un istante.
mail-quoted = Testo citato
mail-no-subject = Senza oggetto
mail-leaving = L’email sta partendo.
mail-scheduled = L’email partirà: { $when }.
undo-late = Troppo tardi: l’email è già partita.
mail-edit = Modifica
mail-cancel = Non inviare
mail-again = Riscrivi
mail-state-leaving = parte tra un istante
mail-state-scheduled = partirà: { $when }
mail-state-queued = in attesa di invio
mail-state-sent = inviata
mail-state-delayed = in ritardo, si ritenterà
mail-state-bounced = tornata indietro
mail-state-failed = non inviata
mail-state-cancelled = ripresa
mail-attachments = { $count ->
    [one] allegato
   *[other] allegati
}
mail-unverified = Mittente non verificato
mail-unverified-text = Nulla prova che questa email venga dall’indirizzo indicato: chiunque può scriverne uno qualsiasi. Non agire e non rivelare nulla finché non sai chi l’ha scritta.
mail-verified = Mittente verificato
mail-automatic = Risposta automatica: { $subject }
mail-receipt = Conferma di lettura: { $subject }
mail-bounced = Non consegnata a { $recipient }
mail-unread = Questa email non si è potuta leggere. L’originale è conservato.
mail-unparsed = Questa email non si è potuta leggere: { $why } L’originale è conservato com’è arrivato.
mail-show-quoted = Mostra il testo citato
mail-hide-quoted = Nascondi il testo citato
mail-formatted = Mostra formattata
mail-as-text = Mostra come testo
mail-images = Mostra le immagini
mail-headers = Intestazioni
mail-original = Originale

## What happened
fact-started = Conversazione avviata da { $who }
fact-started-from = Conversazione avviata da { $who } su { $page }
fact-left-message = Messaggio lasciato da { $who }
fact-earlier = dopo una conversazione precedente
fact-queued = In attesa nella coda { $queue }
fact-offered = Proposta a { $agent }
fact-accepted = Accettata dopo { $waited }: { $agent }
fact-declined = Proposta rifiutata: { $agent }
fact-expired = Proposta persa: { $agent }
fact-withdrawn = Proposta ritirata: { $agent }
fact-took = Presa in carico: { $agent }
fact-assigned = Assegnata a { $agent } ({ $who })
fact-transferred = Trasferita a { $to } ({ $who })
fact-snoozed = Rinviata: { $when } ({ $who })
fact-woken = Ripresa dopo il rinvio
fact-closed = Chiusa ({ $who })
fact-closed-as = Chiusa: { $outcome } ({ $who })
fact-reopened = Riaperta ({ $who })
fact-tags = Etichette: aggiunte { $added }, tolte { $removed } ({ $who })
fact-tags-added = Etichette aggiunte: { $added } ({ $who })
fact-tags-removed = Etichette tolte: { $removed } ({ $who })
fact-invited = { $who } ha creato un link alla chat
fact-left = Sito lasciato: { $who }
fact-introduced = Dati del cliente: { $details }
fact-redacted = Testo di un messaggio rimosso ({ $who })

## Customers
verified = Verificato
not-verified = Non verificato
address-email = Email
address-phone = Telefono
address-external = N. cliente
address-verified = verificato
address-claimed = non verificato
local-time = Ora locale
customer-since = Cliente dal
customer-name = Nome
customer-note = Nota
customer-note-empty = Aggiungi una nota su questo cliente
no-value = vuoto
edit-value = Modifica { $label }: { $value }
on-site = Ora sul sito
was-on-site = Ultima pagina
page = Pagina
page-title = Titolo
came-from = Provenienza
earlier = In precedenza
earlier-none = È la prima conversazione.
earlier-about = { $channel }, { $about }
conversations = Conversazioni
conversations-none = Ancora nessuna conversazione.
customer-failed = Impossibile caricare il cliente
customers-failed = Impossibile caricare i clienti
customers-none = Ancora nessun cliente
customers-not-found = Nessuno trovato
find-customer = Nome, email o telefono
no-address = Ancora nessun recapito
choose-customer = Scegli un cliente

## Outcomes and breaks: keys of the server; others are shown as they are
outcome-solved = Risolto
outcome-answered = Risposta data
outcome-follow_up = Da seguire
outcome-no_reply = Nessuna risposta
outcome-spam = Spam
break-lunch = Pranzo
break-short = Pausa breve
break-training = Formazione
break-meeting = Riunione

## Administration
section-agents = Agenti
section-teams = Squadre
section-queues = Code
section-widgets = Widget
section-mailboxes = Caselle
section-templates = Modelli
section-tags = Etichette
section-roles = Ruoli
new-agents = Nuovo agente
new-teams = Nuova squadra
new-queues = Nuova coda
new-widgets = Nuovo widget
new-mailboxes = Nuova casella
new-templates = Nuovo modello
new-tags = Nuova etichetta
new-roles = Nuovo ruolo
admin-forbidden = Non puoi vedere questa pagina
list-failed = Impossibile caricare l’elenco
list-empty = Ancora niente
list-empty-text = Quello che crei compare qui.
document-missing = Non è più qui
switched-off = disattivato
queue-about = Risposta entro { $target } s, { $offer } s per proposta
back = Indietro
saved = Salvato: { $name }.
deleted = Eliminato: { $name }.
not-saved = Non ancora salvato
leave-unsaved = Le modifiche non sono salvate. Uscire lo stesso?
every-queue = Tutte le code
side-right = Destra
side-left = Sinistra
unit-seconds = secondi
unit-days = giorni
field-name = Nome
field-email = Email
field-password = Password
hint-password = Almeno 10 caratteri. Vuota lascia quella attuale.
hint-new-password = Almeno 10 caratteri. Senza password l’agente non può ancora accedere.
field-role = Ruolo
field-locale = Lingua
field-queues = Code
hint-queues = Nessuna selezionata: all’agente non arriva nessuna conversazione.
hint-new-queues = Nessuna selezionata: l’agente serve tutte le code, anche quelle future.
field-teams = Squadre
field-capacity-chat = Chat insieme
field-capacity-call = Chiamate insieme
field-capacity-email = Email insieme
field-active = Attivo
field-offer_seconds = Tempo per accettare una proposta
field-target_seconds = Obiettivo di risposta
hint-target_seconds = Le risposte più lente diventano rosse.
field-reopen_days = Riapertura
hint-reopen_days = Chi scrive entro questo tempo continua la stessa conversazione.
field-away_text = Quando non c’è nessuno
hint-away_text = Mostrato sopra il modulo per lasciare un messaggio.
field-sites = Siti web
hint-sites = Uno per riga, per esempio https://shop.example. Un solo * ammette ogni sito.
field-queue = Coda
group-look = Aspetto
field-look-colour = Colore
field-look-position = Lato della pagina
field-look-launcher = Testo sul pulsante
hint-look-launcher = Vuoto mostra solo l’icona.
group-form = Modulo prima della chat
form-none = Nessun modulo: la chat inizia subito.
form-label = Etichetta
form-kind = Tipo
form-text = Testo
form-email = Email
form-phone = Telefono
form-textarea = Testo lungo
form-choice = Scelta
form-required = Obbligatorio
form-remove = Rimuovi { $label }
form-add = Aggiungi un campo
group-consent = Consenso
field-consent-text = Testo da accettare
hint-consent-text = Vuoto non chiede alcun consenso.
field-consent-version = Versione
hint-consent-version = Conservata con ogni consenso dato.
field-consent-policy_url = Link all’informativa sulla privacy
field-shortcut = Scorciatoia
hint-shortcut = Si scrive dopo / nella risposta.
field-text = Testo
hint-text = Si compilano da sé: {"{"}first name{"}"}, {"{"}name{"}"}, {"{"}agent{"}"}, {"{"}queue{"}"}, {"{"}case{"}"}, {"{"}email{"}"}, {"{"}subject{"}"}, {"{"}date{"}"}.
field-subject = Oggetto
hint-subject = Solo per una nuova email; una risposta mantiene il suo oggetto.
field-footer = Piè di pagina
hint-footer = Sta sotto il testo nelle email.
field-files = File
group-by-email = Nelle email
group-translations = Altre lingue
translations-text = Per i clienti di quella lingua. Ciò che resta vuoto viene da sopra.
translated = tradotto

## Mailboxes
field-address = Indirizzo
hint-address = Dove scrivono i clienti e dove tornano le loro risposte.
hint-locale = Delle email automatiche e dei clienti di cui non si sa la lingua.
provider = Fornitore
provider-text = Compila i due server qui sotto.
provider-none = Un altro
group-imap = Posta in arrivo
group-smtp = Posta in uscita
group-words = Testi
group-more = Altro
field-imap = Ricevi con IMAP
field-smtp = Invia con SMTP
server-host = Server
server-port = Porta
server-tls = Cifratura
server-tls-implicit = TLS
server-tls-starttls = STARTTLS
server-tls-none = Nessuna
server-user = Utente
server-oauth = Accesso con OAuth2
server-folder = Cartella
oauth-token_url = Indirizzo dei token
oauth-client_id = Id client
oauth-client_secret = Segreto client
oauth-refresh_token = Token di aggiornamento
secret-kept = Resta com’è
field-signature = Firma
hint-signature = Sta sotto ogni email di questa casella.
field-acknowledgement = Conferma di ricezione
hint-acknowledgement = Risponde da sé alla prima email di una conversazione. Vuoto non invia nulla.
field-transcripts = Invia ai visitatori la chat conclusa
field-authserv_id = Nome del vostro server di posta
hint-authserv_id = Come lo scrive in Authentication-Results, ad esempio mx.example.com. I mittenti che conferma valgono come verificati.
mailbox-test = Prova la connessione
mailbox-testing = Prova in corso…
mailbox-test-saved = Salva prima: la prova usa ciò che è salvato.
mailbox-test-ok = Funziona tutto.
mailbox-test-failed = Qualcosa non funziona ancora.
step-dns = Nome
step-connect = Connessione
step-tls = Cifratura
step-login = Accesso
step-folder = Cartella
step-ok = funziona:
step-failed = non funziona:
health-none = non riceve posta
health-connecting = in connessione
health-ok = connessa
health-seen = controllata: { $when }
health-waiting = { $count ->
    [one] ricezione di { $count } email
   *[other] ricezione di { $count } email
}
snippet = Codice da incollare
snippet-text = Inserisci questa riga in ogni pagina che deve mostrare il widget.
csp = Content-Security-Policy
csp-text = Solo per i siti con una propria policy: aggiungi queste righe.
copy = Copia
copied = Copiato
right = Diritto
right-of = { $right }: { $role }
right-conversations-handle = Rispondere alle conversazioni delle proprie code
right-conversations-supervise = Vedere e gestire le conversazioni delle proprie squadre
right-calls-supervise = Ascoltare le chiamate, suggerire, unirsi e subentrare
right-recordings-play = Ascoltare le registrazioni delle chiamate
right-recordings-delete = Eliminare le registrazioni
right-conversations-all = Vedere e gestire ogni conversazione
right-conversations-redact = Rimuovere il testo di un messaggio
right-customers-read = Vedere i clienti
right-customers-write = Modificare i clienti
right-agents-read = Vedere gli agenti, il loro stato e il carico
right-agents-write = Modificare gli agenti
right-teams-write = Modificare le squadre
right-queues-write = Modificare le code
right-widgets-write = Modificare i widget
right-mailboxes-write = Modificare le caselle e importare posta
right-templates-write = Modificare i modelli
right-customers-unmask = Vedere i campi nascosti dei clienti
right-fields-write = Modificare i campi dei clienti
right-organisations-write = Modificare le organizzazioni
right-tags-write = Modificare le etichette
right-roles-write = Modificare i ruoli e i loro diritti
