// SPDX-License-Identifier: GPL-3.0-or-later
// The command palette: commands and objects by a few letters of their names, with shortcuts shown.
// Opened by Ctrl+K over the window; closes itself. GUI thread.
#pragma once

#include "models/commands_model.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListView;

namespace causeway::app::shell {

class Palette final : public QDialog {
    Q_OBJECT
public:
    explicit Palette(models::CommandsModel& model, QWidget* parent);
    // Over the middle of the window's upper part, empty and ready to type.
    void openAtTop();

Q_SIGNALS:
    void commandChosen(const QString& id);
    void objectChosen(const causeway::app::domain::Selection& selection);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    // A popup takes the activation with it on some platforms; without it no shortcut works.
    void hideEvent(QHideEvent* event) override;

private:
    void retranslate();
    void choose(const QModelIndex& index);
    void showQuery(const QString& query);

    models::CommandsModel& m_model;
    QLineEdit* m_line;
    QListView* m_list;
    QLabel* m_nothing;
};

} // namespace causeway::app::shell
