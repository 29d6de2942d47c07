/// The fields that Mosaic knows of a lead's people; every other column becomes a field under its own name.
package enum LeadField: String, CaseIterable, Hashable, Sendable, Codable {
    case email
    case firstName = "first_name"
    case lastName = "last_name"
    case name
    case companyName = "company_name"
    case website

    /// The names that headings are reduced to, lower-cased and with `_` between words, in the languages of the rules. The first
    /// is the field's own.
    var headings: [String] {
        switch self {
        case .email:
            [
                "email", "e_mail", "mail", "email_address", "e_mail_address", "emailaddress", "mail_address",
                "work_email",
                "business_email", "contact_email", "primary_email", "recipient", "e_mail_adresse", "emailadresse",
                "mailadresse", "adresse_e_mail", "adresse_mail", "courriel", "correo", "correo_electronico",
                "endereco_de_email", "indirizzo_email", "e_mailadres", "emailadres",
            ]
        case .firstName:
            [
                "first_name", "first", "firstname", "given_name", "givenname", "forename", "fname", "vorname", "prenom",
                "nombre", "nome", "voornaam",
            ]
        case .lastName:
            [
                "last_name", "last", "lastname", "surname", "family_name", "familyname", "lname", "nachname",
                "familienname",
                "nom", "nom_de_famille", "apellido", "apellidos", "cognome", "sobrenome", "apelido", "achternaam",
            ]
        case .name:
            [
                "name", "full_name", "fullname", "contact_name", "contact", "nom_complet", "nombre_completo",
                "nome_completo",
            ]
        case .companyName:
            [
                "company_name", "company", "companyname", "organization", "organisation", "organization_name", "firma",
                "unternehmen", "entreprise", "societe", "empresa", "azienda", "bedrijf", "account_name", "brand",
            ]
        case .website:
            ["website", "web", "url", "site", "site_web", "homepage", "webseite", "sitio_web", "sito_web"]
        }
    }
}
