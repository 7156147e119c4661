open = Scrivici
close = Chiudi la chat
title = Scrivici
subtitle = Ti risponde una persona
hello = Ciao, come possiamo aiutarti?
hello-hint = Scrivici qui. Il tuo messaggio arriva a una persona.
start = Inizia la chat
form-name = Nome e cognome
form-email = Email
form-phone = Telefono
optional = facoltativo
message = Messaggio
policy = Informativa sulla privacy

looking = Cerchiamo qualcuno per te
place = { $count ->
    [one] Tocca a te
    [many] Sei al posto { $count } in coda
   *[other] Sei al posto { $count } in coda
}
soon = Manca meno di un minuto.
minutes = { $count ->
    [one] Manca circa un minuto.
    [many] Mancano circa { $count } minuti.
   *[other] Mancano circa { $count } minuti.
}
away = Al momento non c'è nessuno
leave = Lascia un messaggio
leave-hint = Lascia il messaggio e il tuo indirizzo: ti ricontattiamo. La risposta ti aspetta qui.
leave-hint-by-email = Lascia il messaggio e il tuo indirizzo: rispondiamo per email.
leave-instead = Lascia un messaggio invece di aspettare
leave-default = Ricontattatemi, per favore.
leave-default-by-email = Rispondetemi per email, per favore.
leave-send = Lascia il messaggio
keep-waiting = Continua ad aspettare
left = Abbiamo il tuo messaggio. Troverai la risposta qui quando torni.
left-by-email = Abbiamo il tuo messaggio e rispondiamo per email.

typing = { $name } sta scrivendo
write = Scrivi un messaggio
write-to = Scrivi a { $name }
send = Invia
attach = Allega un file
emoji = Emoji
uploading = Invio di { $name }
remove = Togli { $name }
file-too-large = I file possono avere al massimo { $size }.
file-failed = Non è stato possibile inviare il file.

sending = Invio in corso
sent = Inviato
delivered = Consegnato
read = Letto
retry = Riprova
removed = Questo messaggio è stato rimosso.
offline = Connessione assente. Ciò che scrivi resta qui e parte appena torna.

line-OfferAccepted = { $name } è in chat
line-ConversationAssigned = { $name } è in chat
line-ConversationTransferred = La conversazione passa a { $name }
line-ConversationClosed = Conversazione terminata
line-ConversationReopened = La conversazione continua
line-VisitorLeft = Hai lasciato la conversazione
conversation = Conversazione
ended = Questa conversazione è terminata
going-on = in corso
again = Scrivi di nuovo
end = Termina la conversazione

menu = Altro
earlier = Conversazioni precedenti
none-earlier = Non ce ne sono ancora.
back = Indietro
transcript = Scarica la trascrizione
transcript-file = conversazione
transcript-failed = Non è stato possibile scaricare la trascrizione. Riprova.
sound-on = Attiva il suono
sound-off = Disattiva il suono

prove = Trova le conversazioni avute altrove
prove-hint = Se ci hai scritto da un altro dispositivo, possiamo mostrarti qui quelle conversazioni. Inviamo un codice al tuo indirizzo per verificare che sia tuo.
prove-send = Invia codice
prove-sent = Abbiamo inviato un codice a { $email }. Può volerci un minuto; controlla anche la posta indesiderata.
prove-code = Codice ricevuto per email
prove-check = Mostra le mie conversazioni
prove-again = Invialo a un altro indirizzo o di nuovo
prove-wrong = Il codice non è questo o è scaduto. Dopo cinque tentativi ne serve uno nuovo.
prove-slow = Troppi tentativi. Aspetta qualche minuto.
prove-failed = Non è stato possibile inviare il codice. Controlla l’indirizzo.

call-open = Chiamaci
call-hint = Parli con una persona, qui nel browser. Non serve il telefono.
call-now = Chiama ora
call-write = Preferisco scrivere
call-away = Ora nessuno può rispondere. Puoi lasciare un messaggio vocale.
call-notice = La chiamata viene registrata per poter verificare gli accordi. Una luce rossa indica quando.
call-check = Prova microfono e audio
call-asking = Il browser chiede di usare il microfono. Consentilo, per favore.
call-starting = Collegamento
call-music = Mentre aspetti c'è la musica. Intanto puoi scriverci.
call-voicemail = Lascia un messaggio vocale
call-callback = Richiamatemi
call-speak = Parla dopo il segnale
call-remaining = Restano { $time }
call-finish = Termina il messaggio
call-talking = In linea
call-held = In attesa
call-held-hint = { $name } torna subito da te.
call-interrupted = { $name } ha perso la connessione
call-interrupted-hint = Resta in linea. Ti ricolleghiamo subito.
call-returning = Ricollegamento
call-returning-hint = Resta qui: la chiamata riprende appena torna la connessione.
call-elsewhere = La tua chiamata è in un'altra finestra
call-here = Continua qui
call-mute = Disattiva microfono
call-unmute = Attiva microfono
call-muted = Il microfono è disattivato
call-muted-speaking = Il microfono è disattivato: nessuno ti sente
call-keypad = Tastiera
call-end = Riaggancia
call-recording = Registrazione
call-recording-paused = Registrazione in pausa
call-good = Linea buona
call-fair = Linea instabile
call-poor = Linea scarsa
call-hear = Attiva l'audio
call-silent = Dal tuo microfono non arriva nulla. È quello giusto?
call-microphone = Microfono
call-level = Livello del microfono
call-ring = { $name } vuole parlare con te
call-ring-hint = Una chiamata vocale qui nel browser. Nulla si accende prima che tu risponda.
call-somebody = Una persona del nostro team
call-accept = Rispondi
call-decline = Rifiuta
call-ended = Chiamata terminata
call-ended-callback = Ti richiamiamo
call-ended-callback-hint = Il tuo posto in coda resta tuo. Ti chiamiamo su questa pagina; se l'hai lasciata, ti scriviamo.
call-ended-voicemail = Abbiamo il tuo messaggio vocale
call-ended-lost = La connessione è caduta
call-ended-expired = Nessuno ha risposto
call-ended-failed = Non è stato possibile collegare la chiamata
call-again = Chiama di nuovo
call-done = Fatto
call-denied = Il microfono non è consentito
call-denied-hint = Consenti il microfono per questa pagina accanto all'indirizzo in alto, poi riprova.
call-missing = Nessun microfono trovato
call-missing-hint = Collega un microfono e riprova, oppure scrivici.
call-busy = Il microfono non risponde
call-busy-hint = Forse lo usa un altro programma. Chiudilo e riprova, oppure scrivici.
call-blocked = La chiamata si apre in una finestra propria
call-blocked-hint = Questa pagina non ci lascia usare il microfono. Tutto ciò che hai scritto viene con te.
call-window = Apri la finestra della chiamata
call-unable = Questo browser non può chiamare
call-unable-hint = Scrivici oppure usa un altro browser.
call-speak-now = Di' qualcosa: la barra si muove quando il microfono ti sente.
call-echo = Ascoltati
call-echo-on = Ora dovresti sentirti, un attimo dopo aver parlato. Con le cuffie si sente meglio.
call-echo-off = Ferma
call-camera = Videocamera
call-own-picture = La tua immagine
call-picture-failed = Non si vede nulla: il browser non lo ha permesso o non c’è una videocamera.
call-screen = Mostra lo schermo
call-their-picture = L’immagine dell’altra persona

line-CallStarted = Inizio della chiamata
line-CallEnded = Fine della chiamata
line-CallbackAsked = Hai chiesto di essere richiamato
line-VoicemailBegun = Messaggio vocale
