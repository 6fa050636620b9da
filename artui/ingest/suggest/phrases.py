"""What exports call the columns of documents, in English and six other languages.

A text or a tier of texts for each; the phrases of a text are parted by semicolons.
"""

from __future__ import annotations

INVOICE_ID = (
    "invoice number; invoice no; invoice #; invoice id; invoice; inv no; inv #; inv number"
    "; bill no; bill number; tax invoice no; invoice num; invoice ref; billing document; facture"
    "; accounting document; rechnungsnummer; rechnungsnr; rechnung nr; rechnung; re-nr; rg-nr"
    "; fakturanummer; faktura; n° facture; no facture; numéro de facture; número de factura"
    "; nº factura; factura; num factura; factuurnummer; factuurnr; factuur; numero fattura"
    "; n. fattura; fattura; nr fattura; número da fatura; nº da fatura; fatura; nota fiscal"
    "; número da nota; nf"
)
DOCUMENT_ID = (
    "document number; document no; doc no; doc #; document id; documentno; doc number; document"
    "; voucher no; voucher number; belnr; number; num; no; transaction number; transaction no"
    "; trans no; reference number; ref no; docnum; entry; belegnummer; belegnr; beleg nr; beleg"
    "; belegfeld 1; numéro de pièce; pièce; no pièce; numéro; n° pièce; número de documento"
    "; nº documento; documento; documentnummer; documentnr; boekstuknummer; boekstuk; numero"
    "; numero documento; n. documento; nr. documento; número do documento; número"
)
CUSTOMER_ID = (
    (
        "customer id; customer no; customer number; customer #; customer code; cust no; cust id"
        "; customer account; client id; client no; client number; client code; account number"
        "; account no; account code; debtor no; debtor number; debtor code; debtor id; kunnr; a/c"
        "; sold to party; bill to customer no; party id; partner id; payer"
        "; contact account number; kundennummer; kundennr; kunden nr; debitorennummer"
        "; debitorennr; debitor; debitorenkonto; personenkonto; numéro client; code client"
        "; n° client; compte client; código cliente; código de cliente; nº cliente; id cliente"
        "; klantnummer; klantnr; klantcode; debiteurnummer; debiteurnr; debiteur; codice cliente"
        "; cod. cliente; id cliente; código do cliente; cód. cliente"
    ),
    (
        "customer; client; account; debtor; konto; kunde; cliente; klant; tiers; partner; party"
        "; cust; customer full name; head office"
    ),
    (
        "customer name; client name; contact name; company name; contact; name; entity"
        "; debtor name; invoice partner display name; bill to; sold to; customer email"
        "; contact email; kundenname; nom du client; nom client; nom; nombre cliente"
        "; nombre del cliente; razón social; nombre; klantnaam; naam; nome cliente"
        "; ragione sociale; nome do cliente; razão social; nome"
    ),
)
CUSTOMER_NAME = (
    (
        "customer name; client name; debtor name; name 1; account name; company name; party name"
        "; organization; organisation; organization name; customer full name; business name; name"
        "; business partner name; full name; kundenname; debitorenname; firma; nom du client"
        "; nom client; raison sociale; nom; nombre cliente; nombre del cliente; razón social"
        "; nombre; klantnaam; naam; naam klant; nome cliente; ragione sociale; denominazione"
        "; nome do cliente; razão social; nome"
    ),
)
INVOICE_DATE = (
    (
        "invoice date; date of invoice; inv date; document date; doc date; bill date; issue date"
        "; issued on; date issued; invoiced at; invoice/bill date; billing date; bldat; tax date"
        "; rechnungsdatum; belegdatum; re-datum; date de facture; date facture"
        "; date de la facture; date d'émission; fecha de factura; fecha factura; fecha de emisión"
        "; fecha emisión; factuurdatum; documentdatum; data fattura; data documento"
        "; data di emissione; data emissione; data da fatura; data de emissão; data emissão"
    ),
    "date; transaction date; trans date; datum; fecha; data",
    (
        "posting date; created date; buchungsdatum; date comptable; fecha contable; boekdatum"
        "; data registrazione; data de lançamento; budat"
    ),
)
DUE_DATE = (
    (
        "due date; due; due on; due at; net due date; net due dt; date due; payment due"
        "; payment due date; due by; maturity date; expiry date; due date/receive by; fälligkeit"
        "; fälligkeitsdatum; fällig am; fällig; nettofälligkeit; nettofälligkeitsdatum"
        "; zahlbar bis; date d'échéance; échéance; date échéance; fecha de vencimiento"
        "; vencimiento; vence; fecha vencimiento; vervaldatum; vervaldag; netto-vervaldatum"
        "; data scadenza; scadenza; data di scadenza; data de vencimento; vencimento"
    ),
)
AMOUNT = (
    "amount; amount in doc. curr.; amount in document currency; amount in transaction currency"
    "; amt in doc.cur.; transaction amount; wrbtr; betrag; betrag in belegwährung; betrag in bw"
    "; umsatz; umsatz (ohne soll/haben-kz); montant; importe; monto; bedrag"
    "; bedrag in documentvaluta; importo; valor; montante; amount in local currency; lc amnt"
    "; lc amount; amt in loc.cur.; amount in lc; amount in company code currency"
    "; betrag in hauswährung; betrag in hw; dmbtr"
)
OPEN = (
    "open balance; open amount; outstanding; outstanding amount; balance due; amount due"
    "; amount outstanding; amount remaining; remaining amount; balance; residual; open; unpaid"
    "; amount open; amount unpaid; unpaid amount; amount due signed; invoice amount due"
    "; due amount; balance outstanding; open advance; total due; remaining; residual amount"
    "; offener betrag; offen; restbetrag; offener saldo; saldo; offener posten; solde; solde dû"
    "; reste à payer; restant dû; montant dû; saldo pendiente; pendiente; importe pendiente"
    "; openstaand; openstaand bedrag; openstaand saldo; saldo aperto; residuo; importo residuo"
    "; importo dovuto; saldo em aberto; valor em aberto; em aberto; saldo devedor"
)
TOTAL = (
    "total; invoice amount; invoice total; total amount; grand total; gross amount; gross"
    "; original amount; document amount; total incl tax; total signed; amount incl. tax; billed"
    "; invoiced amount; invoice value; total invoice amount; amount billed; invoiced; gross total"
    "; original; bruttobetrag; rechnungsbetrag; gesamtbetrag; brutto; gesamt; ursprungsbetrag"
    "; montant ttc; total ttc; montant total; importe total; total factura; importe factura"
    "; totaalbedrag; totaal; factuurbedrag; bedrag incl. btw; importo totale; totale"
    "; totale documento; totale fattura; valor total; total da fatura; valor da fatura"
)
CURRENCY = (
    (
        "currency; currency code; curr; ccy; crcy; document currency; doc. currency; iso currency"
        "; transaction currency; invoice currency; waers; lcurr; local currency; hauswährung"
        "; hwähr; währung; belegwährung; währg; whrg; währungscode; wkz; devise; monnaie"
        "; code devise; moneda; divisa; valuta; documentvaluta; munt; moeda"
    ),
)
COMPANY = (
    (
        "company code; company; cocd; bukrs; entity code; legal entity; subsidiary; buchungskreis"
        "; bukr; mandant; société; sociedad; empresa; bedrijfsnummer; administratie; società"
        "; azienda"
    ),
)
TERMS = (
    (
        "terms; payment terms; terms of payment; payment term; payt; zterm"
        "; customer payment terms; zahlungsbedingung; zahlungsbedingungen; zahlungsziel; zbed"
        "; conditions de paiement; condition de paiement; condiciones de pago; términos de pago"
        "; betalingstermijn; betalingsconditie; betalingsvoorwaarden; termini di pagamento"
        "; condizioni di pagamento; condições de pagamento; prazo de pagamento"
    ),
)
TYPE = (
    (
        "type; transaction type; document type; doc. type; voucher type; trans type; ty; blart"
        "; invoice type; accounting document type; belegart; art; dokumenttyp; type de pièce"
        "; type de document; tipo; tipo de documento; documentsoort; soort; tipo documento"
        "; tipo de transacción"
    ),
)
PO = (
    (
        "po number; po no; po #; p.o. no.; p. o. #; purchase order; purchase order number"
        "; customer po; po; po/check number; your reference; customer reference; customer lpo"
        "; order number; po reference; bestellnummer; bestellnr; ihre bestellung"
        "; kundenbestellnummer; bon de commande; n° commande; numéro de commande; pedido"
        "; número de pedido; orden de compra; bestelnummer; inkoopnummer; ordine; numero ordine"
        "; ordine d'acquisto; pedido de compra; ordem de compra"
    ),
)
REFERENCE = (
    (
        "reference; ref; external document no; reference document; assignment; xblnr; zuord"
        "; referenz; zuordnung; référence; referencia; referentie; kenmerk; riferimento"
        "; referência"
    ),
)
STATUS = (
    (
        "status; invoice status; document status; state; belegstatus; statut; état; estado; stato"
        "; situação; situación"
    ),
)
ITEM = (
    (
        "line item; item; itm; instalment; installment; buzei; accounting document item; position"
        "; pos; buchungszeile; échéance no; cuota; posición; termijn; rata; parcela"
    ),
)
CLASS = (
    "fiscal year; gjahr; geschäftsjahr; jahr; exercice; ejercicio; boekjaar; esercizio; ano fiscal",
)
SETTLED = (
    (
        "settled date; settled on; paid date; date paid; paid on; clearing date; closed at date"
        "; closed date; payment date; last payment date; augdt; clearing; ausgleichsdatum"
        "; ausgleich; bezahlt am; date de règlement; date de paiement; fecha de pago"
        "; fecha de cobro; betaaldatum; betaald op; data pagamento; data di pagamento"
        "; data de pagamento"
    ),
)
DISPUTED = (
    (
        "disputed; dispute; in dispute; dispute status; disputed amount; disputed item"
        "; on dispute; strittig; reklamation; reklamiert; litige; en litigio; disputa; betwist"
        "; contestato; contestada; em disputa"
    ),
)
PAYMENT_ID = (
    (
        "payment number; payment no; payment id; payment #; receipt number; receipt no; receipt #"
        "; receipt id; payment reference; transaction number; payment; cash receipt; check number"
        "; zahlungsnummer; zahlungsnr; numéro de paiement; numéro de règlement; número de pago"
        "; betalingsnummer; numero pagamento; número do pagamento"
    ),
    "transaction id; trnsid; reference; ref",
)
