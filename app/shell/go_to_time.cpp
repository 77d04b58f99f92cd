// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/go_to_time.h"

#include <QCoreApplication>
#include <QInputDialog>

namespace causeway::app::shell {

using namespace Qt::StringLiterals;

namespace {

struct GoToTime {
    Q_DECLARE_TR_FUNCTIONS(GoToTime)
};

domain::Instant instantAt(const QDateTime& local) {
    return domain::instantOf(local.toMSecsSinceEpoch());
}

} // namespace

std::optional<domain::Instant> parseTime(const QString& text, domain::Instant now) {
    const QString typed = text.simplified();
    bool isNumber = false;
    const int minutes = typed.toInt(&isNumber);
    if (isNumber && typed.startsWith(u'-'))
        return now + std::chrono::minutes(minutes);
    const QDateTime today = domain::toDateTime(now).toLocalTime();
    for (const QString& form : {u"HH:mm:ss"_s, u"HH:mm"_s, u"H:mm"_s}) {
        if (const QTime time = QTime::fromString(typed, form); time.isValid()) {
            const QDateTime at(today.date(), time);
            return instantAt(at <= today ? at : at.addDays(-1));
        }
        const QDateTime at = QDateTime::fromString(typed, u"yyyy-MM-dd "_s + form);
        if (at.isValid())
            return instantAt(at);
    }
    return std::nullopt;
}

std::optional<domain::Instant> askForTime(QWidget* parent, domain::Instant now) {
    const QString forms = u"\n13:20    13:20:05    2026-11-28 13:20    -25"_s;
    QString label = GoToTime::tr("Time of day, date and time, or minutes back:") + forms;
    QString typed;
    while (true) {
        bool accepted = false;
        typed = QInputDialog::getText(parent, GoToTime::tr("Go to a time"), label,
                                      QLineEdit::Normal, typed, &accepted);
        if (!accepted)
            return std::nullopt;
        if (const auto at = parseTime(typed, now))
            return at;
        label = GoToTime::tr("“%1” is no time. These would be:").arg(typed) + forms;
    }
}

} // namespace causeway::app::shell
