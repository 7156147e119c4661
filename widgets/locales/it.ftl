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
left-by-email = Abbiamo il tuo messaggio. La risposta arriva qui e per email.

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
