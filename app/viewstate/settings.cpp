// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewstate/settings.h"

#include <QSettings>

#include <array>

namespace causeway::app::viewstate {

namespace {

const QString kLanguage = QStringLiteral("language");
const QString kTheme = QStringLiteral("theme");
const QString kFont = QStringLiteral("font");

// What the file says is a word, so that a person can read and write it.
constexpr std::array kThemes = {"system", "light", "dark"};
constexpr std::array kFonts = {"own", "system"};
constexpr std::array kRules = {"link-fails", "link-slows", "link-is-silent", "link-is-well"};

QString keyOf(NoticeRule rule) {
    return QStringLiteral("muted/") + QLatin1String(kRules[std::size_t(rule)]);
}

template <typename Enum, std::size_t N>
Enum choice(const QSettings& storage, const QString& key, const std::array<const char*, N>& words) {
    const QString word = storage.value(key).toString();
    for (std::size_t i = 0; i < N; ++i)
        if (word == QLatin1String(words[i]))
            return Enum(i);
    return Enum{};
}

} // namespace

Settings::Settings(QSettings& storage, QObject* parent) : QObject(parent), m_storage(storage) {}

QString Settings::language() const {
    return m_storage.value(kLanguage).toString();
}

ThemeChoice Settings::theme() const {
    return choice<ThemeChoice>(m_storage, kTheme, kThemes);
}

FontChoice Settings::font() const {
    return choice<FontChoice>(m_storage, kFont, kFonts);
}

bool Settings::isMuted(NoticeRule rule) const {
    return m_storage.value(keyOf(rule), false).toBool();
}

void Settings::setMuted(NoticeRule rule, bool isMuted) {
    m_storage.setValue(keyOf(rule), isMuted);
}

void Settings::setLanguage(const QString& language) {
    if (language == this->language())
        return;
    m_storage.setValue(kLanguage, language);
    Q_EMIT languageChanged();
}

void Settings::setTheme(ThemeChoice theme) {
    if (theme == this->theme())
        return;
    m_storage.setValue(kTheme, QLatin1String(kThemes[std::size_t(theme)]));
    Q_EMIT themeChanged();
}

void Settings::setFont(FontChoice font) {
    if (font == this->font())
        return;
    m_storage.setValue(kFont, QLatin1String(kFonts[std::size_t(font)]));
    Q_EMIT fontChanged();
}

} // namespace causeway::app::viewstate
