// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/language.h"

#include <QCoreApplication>
#include <QLocale>

namespace causeway::app::shell {

using namespace Qt::StringLiterals;

void Language::use(const QString& code) {
    const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
    m_code = QLocale::languageToCode(locale.language());
    QLocale::setDefault(locale);
    QCoreApplication::removeTranslator(&m_words);
    // English has a file too: it holds the plural forms of %n.
    const QString file = u":/translations/causeway_%1.qm"_s;
    if (m_words.load(file.arg(m_code)) || m_words.load(file.arg(u"en"_s)))
        QCoreApplication::installTranslator(&m_words);
}

QList<std::pair<QString, QString>> Language::offered() {
    return {{u"en"_s, u"English"_s},
            {u"da"_s, u"Dansk"_s},
            {u"sv"_s, u"Svenska"_s},
            {u"de"_s, u"Deutsch"_s}};
}

} // namespace causeway::app::shell
