// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/status.h"

#include <array>

namespace causeway::app::theme {
namespace {

struct StatusTokens {
    Token text;
    Token mark;
    Token tint;
};

constexpr std::array kStatus{
    StatusTokens{Token::OkText, Token::OkMark, Token::OkTint},
    StatusTokens{Token::DegradedText, Token::DegradedMark, Token::DegradedTint},
    StatusTokens{Token::FailingText, Token::FailingMark, Token::FailingTint},
    StatusTokens{Token::UnknownText, Token::UnknownMark, Token::Sunken},
    StatusTokens{Token::UnknownText, Token::StaleHatch, Token::Sunken},
};

const StatusTokens& of(Status status) {
    return kStatus[static_cast<std::size_t>(status)];
}

} // namespace

QColor textColor(const Tokens& tokens, Status status) {
    return tokens[of(status).text];
}
QColor markColor(const Tokens& tokens, Status status) {
    return tokens[of(status).mark];
}
QColor tintColor(const Tokens& tokens, Status status) {
    return tokens[of(status).tint];
}

} // namespace causeway::app::theme
