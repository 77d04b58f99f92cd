// SPDX-License-Identifier: GPL-3.0-or-later
// Starts measuring a link that nobody measures: shows the Link object that lets the gateways of one
// cluster probe another's, and applies it after the cluster itself has judged it. The object is
// what some other cluster has for the same target. GUI thread.
#pragma once

#include "pages/common/context.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace causeway::app::pages {

class MeasureDialog final : public QDialog {
    Q_OBJECT
public:
    MeasureDialog(const Context& context, const domain::LinkRef& link, QWidget* parent = nullptr);

    // A cluster that has a link to the same target; nothing: nobody can say how it is reached.
    [[nodiscard]] static std::optional<QString> whoKnows(const Context& context,
                                                         const domain::LinkRef& link);

private:
    void ask();
    void show(const sdk::ObjectsAnswer& answer);
    void apply(bool dryRun);
    void applied(const sdk::ActionAnswer& answer, bool dryRun);
    void say(const QString& what, const char* tone);
    [[nodiscard]] QString obstacle() const; // why it may not be applied from here; empty: it may
    [[nodiscard]] QString command() const;

    Context m_context;
    domain::LinkRef m_link;
    QPlainTextEdit* m_yaml;
    QLabel* m_state;
    QPushButton* m_copy;
    QPushButton* m_start;
};

} // namespace causeway::app::pages
