// SPDX-License-Identifier: GPL-3.0-or-later
// What a person set once: language, theme, font, and which notices are muted. Kept in a QSettings that the composition root
// makes (a test gives a temporary one). GUI thread.
#pragma once

#include <QObject>

class QSettings;

namespace causeway::app::viewstate {

enum class ThemeChoice { System, Light, Dark };
enum class FontChoice { Own, System };
// What the system may be asked to show a notice of.
enum class NoticeRule { LinkFails, LinkSlows, LinkIsSilent, LinkIsWell };

class Settings final : public QObject {
    Q_OBJECT
public:
    // `storage` outlives this.
    explicit Settings(QSettings& storage, QObject* parent = nullptr);

    // "en", "da"; empty: the system's.
    [[nodiscard]] QString language() const;
    [[nodiscard]] ThemeChoice theme() const;
    [[nodiscard]] FontChoice font() const;

    [[nodiscard]] bool isMuted(NoticeRule rule) const;

    void setLanguage(const QString& language);
    void setTheme(ThemeChoice theme);
    void setFont(FontChoice font);
    void setMuted(NoticeRule rule, bool isMuted);

Q_SIGNALS:
    void languageChanged();
    void themeChanged();
    void fontChanged();

private:
    QSettings& m_storage;
};

} // namespace causeway::app::viewstate
