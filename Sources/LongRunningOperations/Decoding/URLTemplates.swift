/// The URL templates of a plan's services, and how the few are found that a URL may fit.
final class URLTemplates: Sendable {
    let templates: [URLTemplate]
    let signs: URLSignTable
    /// For each service whether it has templates, so that a URL which fits none of them is not its own.
    private let isTemplated: [Bool]

    /// Reads the texts of templates, in the order of the services.
    init(_ texts: [[String]]) {
        templates = texts.enumerated()
            .flatMap { service, texts in texts.compactMap { URLTemplate($0, service: service) } }
        signs = URLSignTable(templates.map(\.sign))
        var isTemplated = Array(repeating: false, count: texts.count)
        for template in templates { isTemplated[template.service] = true }
        self.isTemplated = isTemplated
    }

    subscript(number: Int) -> URLTemplate { templates[number] }

    func hasTemplates(_ service: Int) -> Bool { isTemplated[service] }

    var isEmpty: Bool { templates.isEmpty }
}
