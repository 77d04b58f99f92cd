// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewstate/filter_lexer.h"

#include <array>
#include <optional>

namespace causeway::app::viewstate {

namespace {

struct UnitFactor {
    const char16_t* name;
    double factor;
};
constexpr std::array kUnits = {
    UnitFactor{u"", 1},        UnitFactor{u"%", 0.01}, UnitFactor{u"us", 0.001},
    UnitFactor{u"µs", 0.001},  UnitFactor{u"ms", 1},   UnitFactor{u"s", 1000},
    UnitFactor{u"min", 60000}, UnitFactor{u"/s", 1},   UnitFactor{u"k", 1e3},
    UnitFactor{u"k/s", 1e3},   UnitFactor{u"M", 1e6},
};

bool isWordPart(QChar c) {
    return c.isLetterOrNumber() || c == u'.' || c == u'_' || c == u'-' || c == u'@' || c == u':'
           || c == u'/';
}

std::optional<double> unitFactor(QStringView unit) {
    for (const UnitFactor& known : kUnits)
        if (unit == QStringView(known.name))
            return known.factor;
    return std::nullopt;
}

class Lexer {
public:
    explicit Lexer(const QString& text) : m_text(text) {}

    std::vector<Token> run() {
        std::vector<Token> tokens;
        while (true) {
            while (m_at < m_text.size() && m_text[m_at].isSpace())
                ++m_at;
            m_start = m_at;
            tokens.push_back(m_at == m_text.size() ? made(TokenKind::End) : next());
            if (tokens.back().kind == TokenKind::End)
                return tokens;
        }
    }

private:
    Token next() {
        const QChar c = m_text[m_at];
        if (c == u'"' || c == u'\'')
            return string(c);
        if (c.isDigit())
            return numberOrWord();
        if (isWordPart(c)) {
            skipWord();
            return made(TokenKind::Word);
        }
        return sign();
    }

    Token string(QChar quote) {
        QString text;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == quote) {
                ++m_at;
                return made(TokenKind::String, text);
            }
            // Only the quote can be escaped: patterns keep their own backslashes.
            if (m_text[m_at] == u'\\' && m_at + 1 < m_text.size() && m_text[m_at + 1] == quote)
                ++m_at;
            text.append(m_text[m_at]);
        }
        return made(TokenKind::Broken);
    }

    // "99.5%", "120ms"; a word may begin with a digit too: "3scale.bank".
    Token numberOrWord() {
        while (m_at < m_text.size() && (m_text[m_at].isDigit() || m_text[m_at] == u'.'))
            ++m_at;
        bool isNumber = false;
        const double number =
            QStringView(m_text).sliced(m_start, m_at - m_start).toDouble(&isNumber);
        const qsizetype unitStart = m_at;
        if (m_at < m_text.size() && m_text[m_at] == u'%')
            ++m_at;
        else
            skipWord();
        const auto factor = unitFactor(QStringView(m_text).sliced(unitStart, m_at - unitStart));
        if (!isNumber || !factor)
            return made(isNumber && m_at - unitStart <= 3 ? TokenKind::Broken : TokenKind::Word);
        Token token = made(TokenKind::Number);
        token.number = number * *factor;
        return token;
    }

    Token sign() {
        static constexpr std::array kSigns = {u"!=", u">=", u"<=", u"!~"};
        const QStringView rest = QStringView(m_text).sliced(m_at);
        for (const char16_t* two : kSigns)
            if (rest.startsWith(QStringView(two))) {
                m_at += 2;
                return made(TokenKind::Sign);
            }
        ++m_at;
        return made(QStringView(u"=<>~*()").contains(rest[0]) ? TokenKind::Sign
                                                              : TokenKind::Broken);
    }

    void skipWord() {
        while (m_at < m_text.size() && isWordPart(m_text[m_at]))
            ++m_at;
    }
    Token made(TokenKind kind) const { return made(kind, m_text.sliced(m_start, m_at - m_start)); }
    Token made(TokenKind kind, const QString& text) const {
        return {kind, text, 0, int(m_start), int(m_at - m_start)};
    }

    const QString& m_text;
    qsizetype m_at = 0;
    qsizetype m_start = 0;
};

} // namespace

std::vector<Token> tokenize(const QString& text) {
    return Lexer(text).run();
}

} // namespace causeway::app::viewstate
