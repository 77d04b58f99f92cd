// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts the filter's text into words, numbers, strings and signs, each with its place. Pure.
#pragma once

#include <QString>

#include <vector>

namespace causeway::app::viewstate {

enum class TokenKind {
    Word,   // cluster, dst.squad, ledger, eu-west-1
    Number, // 99.5%, 120ms, 1.2k: `number` is in base units: ms for times, 0…1 for shares
    String, // "^/loans/": `text` without quotes and escapes
    Sign,   // = != > >= < <= ~ !~ * ( )
    Broken, // a character that has no place here, a string without an end, an unknown unit
    End,
};

struct Token {
    TokenKind kind = TokenKind::End;
    QString text;
    double number = 0;
    int position = 0;
    int length = 0;

    [[nodiscard]] bool isSign(QStringView sign) const {
        return kind == TokenKind::Sign && text == sign;
    }
    [[nodiscard]] bool isKeyword(QStringView word) const {
        return kind == TokenKind::Word && text.compare(word, Qt::CaseInsensitive) == 0;
    }
};

// The last token is always End.
[[nodiscard]] std::vector<Token> tokenize(const QString& text);

} // namespace causeway::app::viewstate
