// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/tokens.h"

#include "theme/look.h"

#include <QGuiApplication>
#include <QPalette>

#include <array>

namespace causeway::app::theme {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kTable{
    TokenRow{Token::Window, "window"_L1, 0xE9EDF1, 0x0F141A},
    TokenRow{Token::Page, "page"_L1, 0xF3F5F8, 0x141A21},
    TokenRow{Token::Panel, "panel"_L1, 0xFFFFFF, 0x1A222B},
    TokenRow{Token::Raised, "raised"_L1, 0xFFFFFF, 0x232D38},
    TokenRow{Token::Sunken, "sunken"_L1, 0xEEF1F5, 0x10161C},
    TokenRow{Token::Hover, "hover"_L1, 0xE6EBF1, 0x222D38},
    TokenRow{Token::Selected, "selected"_L1, 0xD9E6FB, 0x1D3557},
    TokenRow{Token::Divider, "divider"_L1, 0xDDE3E9, 0x2B3641},
    TokenRow{Token::ControlBorder, "controlBorder"_L1, 0x7C8996, 0x748290},
    TokenRow{Token::Text1, "text1"_L1, 0x17212B, 0xE7ECF1},
    TokenRow{Token::Text2, "text2"_L1, 0x3F4B58, 0xBAC4CE},
    TokenRow{Token::Text3, "text3"_L1, 0x56626F, 0x9AA7B4},
    TokenRow{Token::DisabledText, "disabledText"_L1, 0x98A3AE, 0x5E6B78},
    TokenRow{Token::Accent, "accent"_L1, 0x2257C5, 0x7DADFF},
    TokenRow{Token::AccentHover, "accentHover"_L1, 0x1B479F, 0xA3C6FF},
    TokenRow{Token::TextOnAccent, "textOnAccent"_L1, 0xFFFFFF, 0x0A1830},
    TokenRow{Token::OkText, "okText"_L1, 0x0B6B5C, 0x52D3B7},
    TokenRow{Token::OkMark, "okMark"_L1, 0x14917C, 0x2DB497},
    TokenRow{Token::OkTint, "okTint"_L1, 0xDCF1EC, 0x10342E},
    TokenRow{Token::DegradedText, "degradedText"_L1, 0x7F4D00, 0xF0B74C},
    TokenRow{Token::DegradedMark, "degradedMark"_L1, 0xBC7100, 0xDE9E2A},
    TokenRow{Token::DegradedTint, "degradedTint"_L1, 0xFBEED5, 0x3A2C10},
    TokenRow{Token::FailingText, "failingText"_L1, 0xAB2F08, 0xFF9272},
    TokenRow{Token::FailingMark, "failingMark"_L1, 0xD2440F, 0xF2673C},
    TokenRow{Token::FailingTint, "failingTint"_L1, 0xFBE3DA, 0x46211A},
    TokenRow{Token::UnknownText, "unknownText"_L1, 0x56626F, 0x9AA7B4},
    TokenRow{Token::UnknownMark, "unknownMark"_L1, 0x7C8996, 0x748290},
    TokenRow{Token::StaleHatch, "staleHatch"_L1, 0x8E9AA6, 0x5E6B78},
    TokenRow{Token::Production, "production"_L1, 0x5B3A94, 0x3F2C66},
    TokenRow{Token::TextOnProduction, "textOnProduction"_L1, 0xFFFFFF, 0xEADFFC},
    TokenRow{Token::CloudAws, "cloudAws"_L1, 0x86683F, 0xC7A476},
    TokenRow{Token::CloudAzure, "cloudAzure"_L1, 0x3F76AD, 0x82B1DC},
    TokenRow{Token::CloudGcp, "cloudGcp"_L1, 0xA34A79, 0xDD8DB6},
    TokenRow{Token::CloudOther1, "cloudOther1"_L1, 0x66762F, 0xB1C26C},
    TokenRow{Token::CloudOther2, "cloudOther2"_L1, 0x7653A6, 0xB598DF},
    TokenRow{Token::CloudOther3, "cloudOther3"_L1, 0x5A6B80, 0x93A4BA},
    TokenRow{Token::P50, "p50"_L1, 0x7297D6, 0x4C78BE},
    TokenRow{Token::P95, "p95"_L1, 0x2257C5, 0x7DADFF},
    TokenRow{Token::P99, "p99"_L1, 0x0F2E70, 0xD3E4FF},
    TokenRow{Token::Series1, "series1"_L1, 0x2257C5, 0x7DADFF},
    TokenRow{Token::Series2, "series2"_L1, 0xA34A79, 0xDD8DB6},
    TokenRow{Token::Series3, "series3"_L1, 0x66762F, 0xB1C26C},
    TokenRow{Token::Series4, "series4"_L1, 0x7653A6, 0xB598DF},
    TokenRow{Token::Series5, "series5"_L1, 0x86683F, 0xC7A476},
    TokenRow{Token::Series6, "series6"_L1, 0x3B8EA5, 0x62C0D8},
};
static_assert(kTable.size() == static_cast<std::size_t>(Token::Count));

Token offset(Token first, int by) {
    return static_cast<Token>(static_cast<int>(first) + by);
}

} // namespace

std::span<const TokenRow> tokenTable() {
    return kTable;
}

Tokens Tokens::current() {
    if (const Look* look = pinnedLook())
        return Tokens(look->scheme);
    const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return Tokens(dark ? Scheme::Dark : Scheme::Light);
}

QColor Tokens::operator[](Token token) const {
    const TokenRow& row = kTable[static_cast<std::size_t>(token)];
    return QColor::fromRgb(m_scheme == Scheme::Dark ? row.dark : row.light);
}

QColor Tokens::cloud(QStringView name) const {
    if (name == "aws"_L1)
        return (*this)[Token::CloudAws];
    if (name == "azure"_L1)
        return (*this)[Token::CloudAzure];
    if (name == "gcp"_L1)
        return (*this)[Token::CloudGcp];
    // The same word has the same hue on every machine, so no seeded hash.
    int sum = 0;
    for (const QChar letter : name)
        sum += letter.unicode();
    return (*this)[offset(Token::CloudOther1, sum % 3)];
}

QColor Tokens::series(int index) const {
    return (*this)[offset(Token::Series1, index % 6)];
}

QColor mix(const QColor& from, const QColor& to, double fraction) {
    const auto between = [fraction](float a, float b) {
        return static_cast<float>(a + (b - a) * fraction);
    };
    return QColor::fromRgbF(between(from.redF(), to.redF()), between(from.greenF(), to.greenF()),
                            between(from.blueF(), to.blueF()), between(from.alphaF(), to.alphaF()));
}

QColor withAlpha(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

} // namespace causeway::app::theme
