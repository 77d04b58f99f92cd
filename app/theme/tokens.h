// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of colours, light and dark. Everything that is drawn asks a Tokens for its colour;
// a colour literal anywhere else is a defect. Values, GUI thread or not.
#pragma once

#include <QColor>
#include <QLatin1StringView>

#include <span>

namespace causeway::app::theme {

enum class Token {
    Window,
    Page,
    Panel,
    Raised,
    Sunken,
    Hover,
    Selected,
    Divider,
    ControlBorder,
    Text1,
    Text2,
    Text3,
    DisabledText,
    Accent,
    AccentHover,
    TextOnAccent,
    OkText,
    OkMark,
    OkTint,
    DegradedText,
    DegradedMark,
    DegradedTint,
    FailingText,
    FailingMark,
    FailingTint,
    UnknownText,
    UnknownMark,
    StaleHatch,
    Production,
    TextOnProduction,
    CloudAws,
    CloudAzure,
    CloudGcp,
    CloudOther1,
    CloudOther2,
    CloudOther3,
    P50,
    P95,
    P99,
    Series1,
    Series2,
    Series3,
    Series4,
    Series5,
    Series6,
    Count,
};

enum class Scheme { Light, Dark };

struct TokenRow {
    Token token;
    QLatin1StringView name; // as the style sheet writes it: @panel@
    QRgb light;
    QRgb dark;
};

[[nodiscard]] std::span<const TokenRow> tokenTable();

class Tokens {
public:
    explicit Tokens(Scheme scheme) : m_scheme(scheme) {}
    // What the application shows now; the application's palette carries it (theme.h sets it).
    [[nodiscard]] static Tokens current();

    [[nodiscard]] QColor operator[](Token token) const;
    [[nodiscard]] Scheme scheme() const { return m_scheme; }
    // The frame's hue of a cloud: "aws", "azure", "gcp"; any other word gets a stable one.
    [[nodiscard]] QColor cloud(QStringView name) const;
    // The nth line of a chart, from 0; wraps.
    [[nodiscard]] QColor series(int index) const;

private:
    Scheme m_scheme;
};

// The colour at a fraction between two, for hover states and heat maps.
[[nodiscard]] QColor mix(const QColor& from, const QColor& to, double fraction);
[[nodiscard]] QColor withAlpha(QColor color, double alpha);

} // namespace causeway::app::theme
