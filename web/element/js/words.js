// What does the element itself say, and in which language? The report speaks English.

const WORDS = {
    en: {
        drop: "Drop certificates, requests or keys here. They are judged in this page and do not leave it.",
        choose: "Choose files",
        paste: "or paste their text",
        again: "Start over",
        source: "As text",
        loading: "Loading…",
    },
    de: {
        drop: "Zertifikate, Anträge oder Schlüssel hier ablegen. Sie werden auf dieser Seite geprüft und verlassen sie nicht.",
        choose: "Dateien wählen",
        paste: "oder ihren Text einfügen",
        again: "Von vorn",
        source: "Als Text",
        loading: "Wird geladen …",
    },
    fr: {
        drop: "Déposez ici certificats, demandes ou clés. Ils sont vérifiés dans cette page et ne la quittent pas.",
        choose: "Choisir des fichiers",
        paste: "ou collez leur texte",
        again: "Recommencer",
        source: "En texte",
        loading: "Chargement…",
    },
    es: {
        drop: "Suelte aquí certificados, solicitudes o claves. Se comprueban en esta página y no salen de ella.",
        choose: "Elegir archivos",
        paste: "o pegue su texto",
        again: "Empezar de nuevo",
        source: "Como texto",
        loading: "Cargando…",
    },
};

/** The words of a language, English where there are none, and which of the two it is. */
export function wordsOf(tag) {
    const language = String(tag).toLowerCase().split("-")[0];
    return language in WORDS ? { ...WORDS[language], language } : { ...WORDS.en, language: "en" };
}
