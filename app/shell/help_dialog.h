// SPDX-License-Identifier: GPL-3.0-or-later
// Shows a page of help: Markdown from the program's resources, in the language of the screen or in
// English. Deletes itself when closed. GUI thread.
#pragma once

#include <QDialog>

namespace causeway::app::shell {

class HelpDialog final : public QDialog {
    Q_OBJECT
public:
    HelpDialog(const QString& title, const QString& markdown, QWidget* parent);
    // resources/help/<language>/<page>.md
    [[nodiscard]] static QString pageText(const QString& language, const QString& page);
};

} // namespace causeway::app::shell
