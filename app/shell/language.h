// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the words on the screen: changed at once, without a restart. Owned by the
// Console; GUI thread. Numbers and times follow the same locale.
#pragma once

#include <QObject>
#include <QTranslator>

namespace causeway::app::shell {

class Language final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    // "da", "en"; empty: the system's. A language we have no words for is English.
    void use(const QString& code);
    [[nodiscard]] const QString& code() const { return m_code; }
    // Codes with their own names: {"da", "Dansk"}.
    [[nodiscard]] static QList<std::pair<QString, QString>> offered();

private:
    QString m_code;
    QTranslator m_words;
};

} // namespace causeway::app::shell
