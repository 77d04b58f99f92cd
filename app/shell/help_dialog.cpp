// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/help_dialog.h"

#include "theme/type_scale.h"

#include <QFile>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace causeway::app::shell {

using namespace Qt::StringLiterals;

HelpDialog::HelpDialog(const QString& title, const QString& markdown, QWidget* parent)
    : QDialog(parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    resize(theme::scaled(640), theme::scaled(560));
    auto* text = new QTextBrowser(this);
    text->setMarkdown(markdown);
    text->setAccessibleName(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(text);
}

QString HelpDialog::pageText(const QString& language, const QString& page) {
    for (const QString& code : {language, u"en"_s}) {
        QFile file(u":/help/%1/%2.md"_s.arg(code, page));
        if (file.open(QIODevice::ReadOnly))
            return QString::fromUtf8(file.readAll());
    }
    return {};
}

} // namespace causeway::app::shell
