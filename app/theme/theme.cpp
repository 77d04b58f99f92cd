// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"

#include "theme/style.h"

#include <QApplication>
#include <QFile>
#include <QPalette>

namespace causeway::app::theme {

using namespace Qt::StringLiterals;

namespace {

QPalette paletteOf(const Tokens& tokens) {
    QPalette palette;
    palette.setColor(QPalette::Window, tokens[Token::Window]);
    palette.setColor(QPalette::WindowText, tokens[Token::Text1]);
    palette.setColor(QPalette::Base, tokens[Token::Panel]);
    palette.setColor(QPalette::AlternateBase, tokens[Token::Sunken]);
    palette.setColor(QPalette::Text, tokens[Token::Text1]);
    palette.setColor(QPalette::PlaceholderText, tokens[Token::Text3]);
    palette.setColor(QPalette::Button, tokens[Token::Panel]);
    palette.setColor(QPalette::ButtonText, tokens[Token::Text1]);
    palette.setColor(QPalette::ToolTipBase, tokens[Token::Raised]);
    palette.setColor(QPalette::ToolTipText, tokens[Token::Text1]);
    palette.setColor(QPalette::Highlight, tokens[Token::Selected]);
    palette.setColor(QPalette::HighlightedText, tokens[Token::Text1]);
    palette.setColor(QPalette::Link, tokens[Token::Accent]);
    palette.setColor(QPalette::LinkVisited, tokens[Token::Accent]);
    palette.setColor(QPalette::BrightText, tokens[Token::TextOnAccent]);
    palette.setColor(QPalette::Light, tokens[Token::Raised]);
    palette.setColor(QPalette::Midlight, tokens[Token::Hover]);
    palette.setColor(QPalette::Mid, tokens[Token::Divider]);
    palette.setColor(QPalette::Dark, tokens[Token::ControlBorder]);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, tokens[Token::DisabledText]);
    return palette;
}

// The sheet names tokens as @panel@ and pixels that grow with the text as @28px@.
QString sheetOf(const Tokens& tokens) {
    QFile file(u":/theme/causeway.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the style sheet is missing from the program");
    QString sheet = QString::fromUtf8(file.readAll());
    for (const TokenRow& row : tokenTable())
        sheet.replace(u'@' + row.name + u'@', tokens[row.token].name());
    for (const int pixels : {11, 13, 14, 16, 20, 22, 24, 26, 28, 32})
        sheet.replace(u"@%1px@"_s.arg(pixels), u"%1px"_s.arg(scaled(pixels)));
    return sheet;
}

} // namespace

Theme::Theme(QObject* parent) : QObject(parent), m_system(Tokens::current().scheme()) {}

Scheme Theme::scheme() const {
    switch (m_mode) {
    case Mode::Light:
        return Scheme::Light;
    case Mode::Dark:
        return Scheme::Dark;
    case Mode::FollowSystem:
        break;
    }
    return m_system;
}

void Theme::apply(Mode mode, const TypeSettings& type) {
    m_mode = mode;
    const Tokens tokens(scheme());
    setTypeSettings(type);
    QApplication::setStyle(new Style);
    QApplication::setPalette(paletteOf(tokens));
    QApplication::setFont(font(TextSize::Body));
    qApp->setStyleSheet(sheetOf(tokens));
}

} // namespace causeway::app::theme
