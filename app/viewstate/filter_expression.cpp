// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewstate/filter_expression.h"

#include "viewstate/filter_lexer.h"
#include "viewstate/filter_node.h"

#include <algorithm>
#include <optional>

namespace causeway::app::viewstate {

namespace {

using Node = FilterExpression::Node;
using NodePtr = std::shared_ptr<const Node>;

struct Sign {
    const char16_t* text;
    Comparison comparison;
};
constexpr std::array kComparisons = {
    Sign{u"=", Comparison::Equal},   Sign{u"!=", Comparison::NotEqual},
    Sign{u"<", Comparison::Less},    Sign{u"<=", Comparison::LessOrEqual},
    Sign{u">", Comparison::Greater}, Sign{u">=", Comparison::GreaterOrEqual},
    Sign{u"~", Comparison::Match},   Sign{u"!~", Comparison::NoMatch},
};

std::optional<Comparison> comparisonOf(const Token& token) {
    for (const Sign& sign : kComparisons)
        if (token.isSign(QStringView(sign.text)))
            return sign.comparison;
    return std::nullopt;
}

bool isField(const QString& word) {
    return FilterExpression::fields().contains(word, Qt::CaseInsensitive);
}

NodePtr group(Node::Kind kind, std::vector<NodePtr> parts) {
    if (parts.size() == 1 && kind != Node::Kind::Not)
        return parts.front();
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->parts = std::move(parts);
    return node;
}

// Recursive descent: any := all ("or" all)*; all := term ("and"? term)*;
// term := "not" term | "(" any ")" | field sign operand | word. Null means: see error().
class Parser {
public:
    explicit Parser(const QString& text) : m_tokens(tokenize(text)) {}

    NodePtr whole() {
        NodePtr node = any(0);
        if (node && peek().kind != TokenKind::End)
            return expected({QStringLiteral("and"), QStringLiteral("or")});
        return node;
    }
    [[nodiscard]] const FilterError& error() const { return m_error; }

private:
    static constexpr int kDeepest = 50; // of parentheses: the text may come from anywhere

    const Token& peek(std::size_t ahead = 0) const {
        return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)];
    }
    NodePtr expected(QStringList what) {
        const Token& token = peek();
        m_error = {token.position, token.length, token.text, std::move(what)};
        return nullptr;
    }

    NodePtr any(int depth) {
        std::vector<NodePtr> parts;
        do {
            if (!parts.empty())
                ++m_at;
            parts.push_back(all(depth));
            if (!parts.back())
                return nullptr;
        } while (peek().isKeyword(u"or"));
        return group(Node::Kind::Any, std::move(parts));
    }

    NodePtr all(int depth) {
        std::vector<NodePtr> parts;
        do {
            if (!parts.empty() && peek().isKeyword(u"and"))
                ++m_at;
            parts.push_back(term(depth));
            if (!parts.back())
                return nullptr;
        } while (startsTerm(peek()));
        return group(Node::Kind::All, std::move(parts));
    }

    // After a term: does another one follow, with or without "and"?
    static bool startsTerm(const Token& token) {
        if (token.isKeyword(u"or"))
            return false;
        return token.kind == TokenKind::Word || token.kind == TokenKind::String
               || token.kind == TokenKind::Number || token.isSign(u"(");
    }

    NodePtr term(int depth) {
        const Token& token = peek();
        if (depth > kDeepest)
            return expected({QStringLiteral("fewer parentheses")});
        if (token.isKeyword(u"not")) {
            ++m_at;
            NodePtr part = term(depth + 1);
            return part ? group(Node::Kind::Not, {std::move(part)}) : nullptr;
        }
        if (token.isSign(u"("))
            return parenthesized(depth);
        if (token.kind == TokenKind::Word && comparisonOf(peek(1)))
            return comparison();
        const bool plain = token.kind == TokenKind::Word || token.kind == TokenKind::String
                           || token.kind == TokenKind::Number;
        if (!plain || token.isKeyword(u"and") || token.isKeyword(u"or"))
            return expected({QStringLiteral("a field"), QStringLiteral("a word"),
                             QStringLiteral("("), QStringLiteral("not")});
        auto node = std::make_shared<Node>();
        node->kind = Node::Kind::Contains;
        node->word = token.text;
        ++m_at;
        return node;
    }

    NodePtr parenthesized(int depth) {
        ++m_at;
        NodePtr inner = any(depth + 1);
        if (!inner)
            return nullptr;
        if (!peek().isSign(u")"))
            return expected({QStringLiteral(")"), QStringLiteral("and"), QStringLiteral("or")});
        ++m_at;
        return inner;
    }

    NodePtr comparison() {
        if (!isField(peek().text))
            return expected(FilterExpression::fields());
        auto node = std::make_shared<Node>();
        node->kind = Node::Kind::Compare;
        node->field = peek().text.toLower();
        node->comparison = *comparisonOf(peek(1));
        m_at += 2;
        const bool isPattern =
            node->comparison == Comparison::Match || node->comparison == Comparison::NoMatch;
        return (isPattern ? pattern(*node) : operand(node->operand)) ? node : nullptr;
    }

    bool pattern(Node& node) {
        const Token& token = peek();
        if (token.kind == TokenKind::String || token.kind == TokenKind::Word)
            node.pattern =
                QRegularExpression(token.text, QRegularExpression::CaseInsensitiveOption);
        else
            return expected({QStringLiteral("a pattern")}) != nullptr;
        if (!node.pattern.isValid())
            return expected({QStringLiteral("a valid pattern")}) != nullptr;
        ++m_at;
        return true;
    }

    // literal | field | number "*" field
    bool operand(Operand& operand) {
        const Token& token = peek();
        if (token.kind == TokenKind::Number && peek(1).isSign(u"*")) {
            operand.factor = token.number;
            m_at += 2;
            if (peek().kind != TokenKind::Word || !isField(peek().text))
                return expected({QStringLiteral("a field")}) != nullptr;
            operand.field = peek().text.toLower();
        } else if (token.kind == TokenKind::Number) {
            operand.literal = token.number;
        } else if (token.kind == TokenKind::Word && token.isKeyword(u"baseline")) {
            operand.field = token.text.toLower();
        } else if (token.kind == TokenKind::Word || token.kind == TokenKind::String) {
            operand.literal = token.text;
        } else {
            return expected({QStringLiteral("a value"), QStringLiteral("a number"),
                             QStringLiteral("a field")})
                   != nullptr;
        }
        ++m_at;
        return true;
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    FilterError m_error;
};

QStringList makeFields() {
    QStringList fields{
        QStringLiteral("text"),     QStringLiteral("cluster"),  QStringLiteral("cloud"),
        QStringLiteral("region"),   QStringLiteral("name"),     QStringLiteral("namespace"),
        QStringLiteral("squad"),    QStringLiteral("link"),     QStringLiteral("protocol"),
        QStringLiteral("tls"),      QStringLiteral("health"),   QStringLiteral("rps"),
        QStringLiteral("success"),  QStringLiteral("p50"),      QStringLiteral("p95"),
        QStringLiteral("p99"),      QStringLiteral("baseline"), QStringLiteral("change"),
        QStringLiteral("severity"), QStringLiteral("kind"),
    };
    for (const char* end : {"src", "dst"})
        for (const char* part : {"name", "namespace", "cluster", "squad"})
            fields.append(QLatin1String(end) + u'.' + QLatin1String(part));
    return fields;
}

} // namespace

std::variant<FilterExpression, FilterError> FilterExpression::parse(const QString& text) {
    FilterExpression expression;
    expression.m_text = text;
    if (text.trimmed().isEmpty())
        return expression;
    Parser parser(text);
    expression.m_root = parser.whole();
    if (!expression.m_root)
        return parser.error();
    return expression;
}

const QStringList& FilterExpression::fields() {
    static const QStringList fields = makeFields();
    return fields;
}

bool FilterExpression::matches(const FieldLookup& lookup) const {
    return !m_root || m_root->matches(lookup);
}

} // namespace causeway::app::viewstate
