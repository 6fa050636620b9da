"""What exports call the canonical columns, in English and six other languages.

Every phrase is one that people of the field use in headers; case, blanks and punctuation do not
count. A column has tiers: what stands in a later one means it only where nothing better is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.ingest.suggest.phrases import (
    AMOUNT,
    CLASS,
    COMPANY,
    CURRENCY,
    CUSTOMER_ID,
    CUSTOMER_NAME,
    DISPUTED,
    DOCUMENT_ID,
    DUE_DATE,
    INVOICE_DATE,
    INVOICE_ID,
    ITEM,
    OPEN,
    PAYMENT_ID,
    PO,
    REFERENCE,
    SETTLED,
    STATUS,
    TERMS,
    TOTAL,
    TYPE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    #: Phrases of a column, the surest tier first, parted by semicolons.
    Tiers = tuple[str, ...]

#: What every kind's columns may be called.
WORDS: Mapping[str, Tiers] = {
    "company": COMPANY,
    "customer_id": CUSTOMER_ID,
    "customer_name": CUSTOMER_NAME,
    "name": (*CUSTOMER_NAME, "customer; client; account; kunde; cliente; klant"),
    "invoice_id": (INVOICE_ID, DOCUMENT_ID),
    "document_id": (DOCUMENT_ID + ";" + INVOICE_ID, "transaction id; internal id; id"),
    "payment_id": PAYMENT_ID,
    "invoice_date": INVOICE_DATE,
    "due_date": DUE_DATE,
    "currency": CURRENCY,
    "terms": TERMS,
    "type": TYPE,
    "po_number": PO,
    "reference": REFERENCE,
    "status": STATUS,
    "item": ITEM,
    "class": CLASS,
    "settled_on": SETTLED,
    "disputed": DISPUTED,
    "amount": (AMOUNT, TOTAL),
    "open_amount": (OPEN,),
    "original_amount": (TOTAL,),
    "tax_amount": (
        (
            "tax amount; tax; vat; vat amount; sales tax; tax total; gst; hst; mwst; steuerbetrag"
            "; ust; tva; montant tva; iva; importe iva; btw; btw-bedrag; importo iva; imposto"
            "; valor iva"
        ),
    ),
    "dunning_level": (
        (
            "dunning level; dunn. level; manst; reminder level; mahnstufe; mst; niveau de relance"
            "; nivel de reclamación; aanmaningsniveau; livello di sollecito; nível de cobrança"
        ),
    ),
    "last_dunned": (
        "last dunned; last reminder; madat; letzte mahnung; mahndatum; dernière relance",
    ),
    "dunning_block": ("dunning block; dunn. block; mansp; mahnsperre; msp; on hold",),
    "reason": (
        "reason code; rcd; reason; rstgr; dispute reason; differenzgrund; grund; motif; motivo",
    ),
    "date": (
        (
            "payment date; receipt date; date received; paid at; applied on; application date"
            "; date; order date; transaction date; creation date; created; zahlungsdatum; datum"
            "; date de paiement; fecha; fecha de pago; betaaldatum; data; data pagamento"
            "; rate date"
        ),
        "posting date; buchungsdatum; valid from",
    ),
    "method": (
        (
            "method; payment method; tender; pay method; paymeth; zahlungsart; zahlweg"
            "; mode de règlement; mode de paiement; forma de pago; betaalwijze"
            "; metodo di pagamento; forma de pagamento"
        ),
    ),
    "reversed_on": ("reversed on; reversal date; returned on; storniert am; stornodatum",),
    "address": (
        (
            "address; street; billing address; adresse; straße; rue; dirección; adres; indirizzo"
            "; endereço"
        ),
    ),
    "email": (
        (
            "email; e-mail; email address; e-mail address; contact email; mail; courriel; correo"
            "; correo electrónico; e-mailadres; posta elettronica"
        ),
    ),
    "phone": (
        (
            "phone; telephone; phone number; tel; mobile; phone1; telefon; téléphone; teléfono"
            "; telefoon; telefono; telefone"
        ),
    ),
    "role": ("role; title; job title; position; funktion; fonction; cargo; functie; ruolo",),
    "language": ("language; lang; correspondence language; sprache; langue; idioma; taal; lingua",),
    "country": ("country; country code; land; pays; país; paese; contact country",),
    "region": ("region; territory; state; gebiet; région; región; regio; regione; região",),
    "segment": (
        (
            "segment; customer group; customer type; ctype; kundengruppe; segmento; klantgroep"
            "; gruppo clienti"
        ),
    ),
    "collector": ("collector; credit controller; sales rep; sachbearbeiter; gestionnaire; gestor",),
    "credit_limit": (
        (
            "credit limit; limit; kreditlimit; plafond; encours autorisé; límite de crédito"
            "; kredietlimiet; fido; limite de crédito"
        ),
    ),
    "parent_id": ("parent; parent id; parent customer; head office; national account; konzern",),
    "tax_code": ("tax code; salestaxcode; steuerkennzeichen",),
    "bill_to": ("bill to; bill-to; billing name; rechnungsempfänger",),
    "line": (
        (
            "line; line no; line number; line #; line item; billing document item; item no"
            "; spl id; splid; zeile; position; pos; ligne; línea; regel; riga; linha"
        ),
    ),
    "description": (
        (
            "description; item description; memo; product; item name; service; product name"
            "; beschreibung; bezeichnung; libellé; désignation; descripción; concepto"
            "; omschrijving; descrizione; descrição"
        ),
    ),
    "quantity": (
        (
            "quantity; qty; qnty; billing quantity; menge; anzahl; quantité; cantidad; aantal"
            "; quantità; quantidade"
        ),
    ),
    "unit_price": (
        (
            "unit price; price; rate; unit amount; einzelpreis; preis; prix unitaire; precio"
            "; precio unitario; prijs; stukprijs; prezzo; prezzo unitario; preço"
        ),
    ),
    "site": ("site; location; property; service address; standort; einsatzort; chantier",),
    "project": ("project; projekt; projet; proyecto; project number; progetto; projeto",),
    "job_id": (
        (
            "job id; job number; job #; job no; work order; work order number; job; auftrag"
            "; auftragsnummer; arbeitsauftrag; ordre de travail; orden de trabajo; werkorder"
            "; ordine di lavoro; ordem de serviço; service order"
        ),
    ),
    "order_id": (
        (
            "order id; order number; order no; order #; sales order; order; so number"
            "; auftragsnummer; kundenauftrag; commande; numéro de commande; pedido; ordernummer"
            "; ordine; numero ordine; encomenda"
        ),
    ),
    "quote_id": (
        (
            "quote id; quote number; quote no; quote #; estimate number; estimate #; estimate"
            "; quote; angebot; angebotsnummer; devis; presupuesto; offerte; preventivo; orçamento"
        ),
    ),
    "dispute_id": (
        (
            "dispute id; dispute number; case id; case number; dispute no; claim number"
            "; reklamationsnummer; numéro de litige"
        ),
    ),
    "opened_on": ("opened on; dispute date; date opened; opened; case opened; eröffnet am",),
    "resolved_on": ("resolved on; closed on; date closed; resolved; gelöst am",),
    "adjustment_id": ("adjustment id; adjustment number; adjustment no; write-off number",),
    "kind": ("kind; adjustment type; type; art",),
    "activity_id": ("activity id; activity number; task id; log id; call id",),
    "at": ("at; activity date; contacted at; date time; timestamp; date; datum",),
    "promise_id": ("promise id; promise number; ptp id",),
    "promised_on": ("promised on; promise made; date promised; promise taken",),
    "due_on": ("due on; promise date; promised date; promise due; promised pay date",),
    "completed_at": (
        (
            "completed at; completed on; completion date; job completed; completed date; finished"
            "; abgeschlossen am"
        ),
    ),
    "sent_at": ("sent at; sent on; sent date; date sent; emailed at",),
    "rate": (
        (
            "rate; exchange rate; fx rate; currency rate; kurs; wechselkurs; taux; tipo de cambio"
            "; wisselkoers; cambio; tasso di cambio; câmbio"
        ),
    ),
    "owner": ("owner; assigned to; responsible; zuständig; responsable",),
    "note": ("note; notes; comment; comments; bemerkung; remarque; nota; opmerking",),
}

#: What columns may be called in one kind, where that is not what they may in others.
OF_KIND: Mapping[str, Mapping[str, Tiers]] = {
    "open_items": {"amount": (OPEN, AMOUNT, TOTAL)},
    "invoices": {"amount": (TOTAL, AMOUNT)},
    "payments": {"amount": ("payment amount; amount paid; amount received;" + AMOUNT, TOTAL)},
    "applications": {
        "amount": ("applied amount; amount applied; amount paid;" + AMOUNT, TOTAL),
        "payment_id": (*PAYMENT_ID, "number; no"),
    },
    "orders": {
        "amount": ("order total; order amount; total net amount;" + TOTAL, AMOUNT),
        "open_amount": ("open order amount; unbilled; " + OPEN,),
    },
    "jobs": {
        "amount": (
            "job total; jobs total; job amount; job subtotal; jobs subtotal;" + TOTAL,
            AMOUNT,
        )
    },
    "promises": {"amount": ("promised amount; promise amount;" + AMOUNT,)},
    "disputes": {"amount": ("disputed amount; dispute amount;" + AMOUNT,)},
    "invoice_lines": {
        "amount": (
            "line amount; line total; net amount; extended price; subtotal",
            AMOUNT,
            TOTAL,
        ),
    },
    "quote_lines": {
        "amount": (
            "line amount; line total; net amount; extended price; subtotal",
            AMOUNT,
            TOTAL,
        ),
    },
}
